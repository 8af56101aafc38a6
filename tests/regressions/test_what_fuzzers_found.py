"""Files that a fuzzer made and that once broke the reader or the splice. The name says which, and what broke.

* `splice-workbook-without-relations`: none of its sheets could be found. Ours were added all the same, and a second
  run put the parts in another order.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.harness import HARNESSES

FILES = sorted((Path(__file__).parent / "files").iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("harness", HARNESSES)
def test_a_file_that_broke_something(path: Path, harness: str) -> None:
    HARNESSES[harness](path.read_bytes())


def test_every_file_says_what_it_broke() -> None:
    assert FILES
    assert all(path.stem.partition("-")[0] in HARNESSES and path.stem in (__doc__ or "") for path in FILES)
