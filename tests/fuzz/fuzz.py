"""Run one harness under atheris: ``python -m tests.fuzz.fuzz splice -max_total_time=120 FOLDER``.

Options are libFuzzer's. Inputs that lead somewhere new are kept in FOLDER, what breaks something is written beside it;
once mended it belongs into ``tests/regressions/files``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cpp_scorecard.sheets.splice", "cpp_scorecard.intake", "openpyxl"]):
    from tests.fuzz import harness
    from tests.fuzz.mutator import mutated, seed_of
    from tests.fuzz.seeds import seeds

_FALLBACK = seeds()["small"]


def _custom(data: bytes, most: int, seed: int) -> bytes:
    return mutated(bytes(data), most, seed_of(data, seed), atheris.Mutate, _FALLBACK)


def _main() -> None:
    name, *options = sys.argv[1:]
    folder = Path(next((option for option in options if not option.startswith("-")), f"build/fuzz/{name}"))
    folder.mkdir(parents=True, exist_ok=True)
    for seed, content in seeds().items():
        (folder / f"{seed}.xlsx").write_bytes(content)
    options = [option for option in options if option.startswith("-")]
    limits = ["-max_len=200000", "-len_control=0", "-rss_limit_mb=2048", "-timeout=30"]
    arguments = [sys.argv[0], *limits, f"-artifact_prefix={folder.parent}/"]
    atheris.Setup([*arguments, *options, str(folder)], harness.HARNESSES[name], custom_mutator=_custom)
    atheris.Fuzz()


if __name__ == "__main__":
    _main()
