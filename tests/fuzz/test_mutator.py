"""The fuzzers' mutator: it makes whole packages that differ, and the harness takes what it makes."""

from __future__ import annotations

import random

import pytest
from tests.fuzz.harness import HARNESSES
from tests.fuzz.mutator import mutated, unpacked
from tests.fuzz.seeds import seeds

MOST = 200_000


def _of_bytes(data: bytes, most: int) -> bytes:
    chance = random.Random(data)
    at = chance.randrange(len(data) + 1)
    return (data[:at] + chance.randbytes(3) + data[at + 3 :])[:most]


def _made(seed: int) -> bytes:
    start = sorted(seeds())[seed % len(seeds())]
    return mutated(seeds()[start], MOST, seed, _of_bytes, seeds()["small"])


def test_most_of_what_it_makes_is_a_package_and_differs() -> None:
    made = [_made(seed) for seed in range(60)]
    assert sum(unpacked(data) is not None for data in made) > 45
    assert len(set(made)) > 50


@pytest.mark.parametrize("harness", HARNESSES)
def test_a_few_tries_without_a_fuzzer(harness: str) -> None:
    """So that the harness itself does not rot where there is no fuzzer."""
    for seed in range(8):
        HARNESSES[harness](_made(seed))
