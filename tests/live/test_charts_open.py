"""Charts open elsewhere: valid by the Open XML SDK, and each of them drawn on paper by LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.tools import libreoffice, ooxml, panels

from cpp_scorecard.core.panel import Panel
from cpp_scorecard.sheets.render import render


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sheet with every kind of chart."""
    path = tmp_path_factory.mktemp("charts") / "charts.xlsx"
    path.write_bytes(render(panels.every_kind(), panels.THEME))
    return path


@pytest.fixture(scope="module")
def pages(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page that LibreOffice prints."""
    pdf = libreoffice.convert(workbook, tmp_path_factory.mktemp("paper"), "pdf")
    return [page.extract_text() for page in PdfReader(pdf).pages]


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "never")
def test_the_file_needs_no_repair(workbook: Path) -> None:
    """Chart parts, drawings and their relations included."""
    assert ooxml.validate(workbook) == []


@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
def test_every_chart_is_drawn_on_the_page_of_its_table(pages: list[str]) -> None:
    """As many pages as there are breaks; each category stands there twice, in the table and under the chart."""
    setup = panels.every_kind().sheets[0].print_setup
    assert len(pages) == len(setup.breaks_before_rows) + 1
    for panel in panels.EVERY_KIND:
        page = next(text for text in pages if panel.title in text)
        for category in _categories(panel):
            assert page.count(category) >= 2, (panel.title, category)


def _categories(panel: Panel) -> tuple[str, ...]:
    assert panel.chart is not None
    if panel.chart.series_in == "rows":
        return panel.columns
    return tuple(row.label for row in panel.rows)


@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
def test_labels_show_the_figures_and_nothing_for_a_gap(pages: list[str]) -> None:
    """Rounded as the tables are, half away from zero (28.5% is 29%); a missing figure has no label and is no zero."""
    text = " ".join(pages)
    for shown in ("63%", "29%", "9%", "1,178", "94.2%"):
        assert text.split().count(shown) >= 2, shown
    assert "0%" not in text.split()
    assert "Figures behind the chart" not in text
