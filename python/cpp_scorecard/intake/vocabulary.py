"""The words a workbook may use, loaded from `layouts/headers.toml` once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.people import Cohort, Field
from cpp_scorecard.core.series import MissingReason, Status

_PUNCTUATION = re.compile(r"(?:[^\w%#/<>≤≥]|_)+")


@lru_cache(maxsize=8_192)
def plain(text: str) -> str:
    """`text` without case, punctuation or spacing that people vary: for comparing headers and names.

    >>> plain("What does good look like? ")
    'what does good look like'
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _PUNCTUATION.sub(" ", text.casefold()).strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Plain text to role, token or unit, for every list of `headers.toml`."""

    roles: Mapping[str, str]
    parts: Mapping[str, str]
    polarities: Mapping[str, str]
    units: Mapping[str, str]
    figures: Mapping[str, str]
    modes: Mapping[str, str]
    measure_types: Mapping[str, str]
    unit_words: Mapping[str, str]
    foreign_groups: frozenset[str]
    unclear_headers: Mapping[str, str]
    other_rows: frozenset[str]
    missing: Mapping[str, MissingReason]
    statuses: Mapping[str, Status]
    list_roles: Mapping[str, str]
    """Headers of child-level lists, which mean something only beside one another."""
    fields: Mapping[str, Field]
    cohorts: Mapping[str, Cohort]
    summary_categories: Mapping[str, str]
    made_up: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The words of the shipped `headers.toml`."""
    text = files("cpp_scorecard.intake").joinpath("layouts/headers.toml").read_text("utf-8")
    data = tomllib.loads(text)

    def by_word(section: str) -> dict[str, str]:
        return {_key(section, word): name for name, words in data[section].items() for word in words}

    return Vocabulary(
        roles=by_word("roles"),
        parts=by_word("parts"),
        polarities=by_word("polarities"),
        units=by_word("units"),
        figures=by_word("figures"),
        modes=by_word("modes"),
        measure_types=by_word("measure_types"),
        unit_words=by_word("unit_words"),
        foreign_groups=frozenset(by_word("foreign_groups")),
        unclear_headers=by_word("unclear_headers"),
        other_rows=frozenset(by_word("other_rows")),
        missing={word: MissingReason[name] for word, name in by_word("missing").items()},
        statuses={word: Status(name) for word, name in by_word("statuses").items()},
        list_roles=by_word("list_roles"),
        fields={word: Field(name) for word, name in by_word("fields").items()},
        cohorts={word: Cohort(name) for word, name in by_word("cohorts").items()},
        summary_categories=by_word("summary_categories"),
        made_up=frozenset(by_word("made_up")),
    )


def token(text: str) -> str:
    """A word that stands for a figure, without case and outer spaces; its punctuation matters (`-`, `..`)."""
    return folded(text)


_TOKENS = ("measure_types", "polarities", "units", "figures", "modes", "missing", "statuses")


def _key(section: str, word: str) -> str:
    if section == "roles" and " / " in word:
        return " / ".join(plain(half) for half in word.split(" / "))
    return token(word) if section in _TOKENS else plain(word)
