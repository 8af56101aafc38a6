"""The theme on the spotlight page works as it stands: written beside a workbook, it is a sheet of the next build."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from cpp_scorecard.cli import DONE, main
from cpp_scorecard.core.panel import ChartKind
from cpp_scorecard.core.people import Field
from cpp_scorecard.core.spotlight_theme import PanelShows
from cpp_scorecard.reports.spotlight import NAME

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "spotlight.md").read_text("utf-8")
WORKBOOK = ROOT / "samples" / "wiltshire-2022-01" / "indicators.xlsx"


@pytest.mark.slow
def test_the_example_is_a_theme_that_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    (tmp_path / "own theme.toml").write_text(example, "utf-8")
    (tmp_path / "indicators.xlsx").write_bytes(WORKBOOK.read_bytes())
    (tmp_path / "indicators.toml").write_text(
        '"Spotlight theme files" = "own theme.toml"\n"Spotlight" = "former unaccompanied children"\n', "utf-8"
    )
    output = tmp_path / "pack.xlsx"
    assert main(["build", str(tmp_path / "indicators.xlsx"), "-o", str(output), "--json"]) == DONE
    document = json.loads(capsys.readouterr().out)
    assert not [f for f in document["findings"] if "spotlight" in f["code"] or "theme" in f["code"]]
    (spotlight,) = document["spotlight"]
    assert [panel["title"] for panel in spotlight["panels"]] == re.findall(
        r'^title = "(.+)"$', example.split("[[pages.panels]]", 1)[1], re.MULTILINE
    )
    texts = [str(cell.value) for row in openpyxl.load_workbook(output)[NAME].iter_rows(max_col=1) for cell in row]
    assert "What they do" in texts
    assert any(re.fullmatch(r"\d+ of \d+ are not in education, employment or training\.", text) for text in texts)


def test_the_page_names_every_field_and_every_kind_of_panel_and_chart() -> None:
    for word in (*Field, *PanelShows, *ChartKind):
        assert f"`{word.value}`" in PAGE, word
