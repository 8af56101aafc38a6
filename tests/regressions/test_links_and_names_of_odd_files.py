"""A hash in a file's name cut every link short, and a very long name ended in a traceback."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from cpp_scorecard.cli import DONE, main

SAMPLE = Path(__file__).parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"


@pytest.mark.parametrize("name", ["ind#icators.xlsx", "50% done.xlsx", "why?.xlsx", f"{'long ' * 45}.xlsx"])
def test_links_lead_to_the_whole_name(tmp_path: Path, name: str) -> None:
    """The sign is escaped in the link, so that it opens the workbook and not a place in another."""
    workbook = tmp_path / name
    shutil.copy(SAMPLE, workbook)
    card = tmp_path / "card.xlsx"
    assert main(["build", str(workbook), "-o", str(card), "--report", "scorecard"]) == DONE
    with zipfile.ZipFile(card) as package:
        links = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    escaped = name.replace("%", "%25").replace("#", "%23").replace("?", "%3F").replace(" ", "%20")
    assert f'Target="{escaped}"' in links or f'Target="{escaped.replace("%20", " ")}"' in links
