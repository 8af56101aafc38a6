"""One cell whose content did not fit its type refused the whole workbook as damaged."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.tools.workbooks import council, definition

from cpp_scorecard.app.scorecard import make_scorecard


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2"><v>abc</v></c>',
        b'<c r="B2" t="s"><v>99999</v></c>',
        b'<c r="B2" t="b"><v>x</v></c>',
        b'<c r="B2" t="d"><v>x</v></c>',
        b'<c t="s"><v>?</v></c>',
    ],
)
def test_the_rest_of_the_workbook_is_read(cell: bytes, tmp_path: Path) -> None:
    path = council(tmp_path / "c.xlsx", [definition()], [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 3, 4)])
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet2.xml":
                assert b'<c r="B2" t="n"><v>3</v></c>' in content
                content = content.replace(b'<c r="B2" t="n"><v>3</v></c>', cell)
            target.writestr(name, content)
    card = make_scorecard(damaged)
    assert card.assessments[0].latest.number == 4
    found = [finding for finding in card.findings if finding.code == "cell-unusable"]
    assert [(finding.cell, "unreadable content" in finding.message) for finding in found] == [("B2", True)]
