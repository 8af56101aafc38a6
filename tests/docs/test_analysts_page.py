"""The analysts' page: each example runs by itself and leaves nothing behind; the list of JSON keys is whole."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.build import chosen_reports
from cpp_scorecard.app.scorecard import make_scorecard

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "analysts.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
SAMPLES = ("wiltshire-2022-01", "wiltshire-2021-22-q2")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_each_example_runs_by_itself_and_leaves_no_file(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader pastes the one that is wanted, in a folder that is not to be littered."""
    (tmp_path / "indicators.xlsx").write_bytes((ROOT / "samples" / SAMPLES[0] / "indicators.xlsx").read_bytes())
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(example, "analysts.md", "exec"), {})
    assert [path.name for path in tmp_path.iterdir()] == ["indicators.xlsx"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_key_of_the_document_is_described(sample: str) -> None:
    described = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    card = make_scorecard(ROOT / "samples" / sample / "indicators.xlsx")
    assert set(document(card, chosen_reports(card, None))) <= described
