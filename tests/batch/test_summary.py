"""The summary workbook as a region opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cpp_scorecard.app import batch_local
from cpp_scorecard.app.batch import batch
from tests.batch.councils import PLACED, SEEN, WAIT, here, small
from tests.tools import ooxml


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four neighbours by number, one that nobody knows, one second workbook and one that cannot be read."""
    folder = tmp_path_factory.mktemp("region")
    councils = folder / "councils"
    for name, seen, wait, number in (("A", 0.9, 12, 865), ("B", 0.7, 9, 916), ("C", 0.8, 9, 893), ("D", 0.95, 30, 878)):
        small(councils / f"{name}.xlsx", seen, wait, Council=f"Made-up {name}", Local_authority_number=number)
    small(councils / "E.xlsx", 0.6, Council="Made-up E")
    (councils / "F.xlsx").write_bytes(b"junk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_local, "on_processes", here)
        batch(councils, folder / "packs")
    return folder / "packs"


def rows(packs: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows under the header, by the texts of the header."""
    table = list(load_workbook(packs / "summary.xlsx")[sheet].iter_rows(values_only=True))
    header = next(at for at, row in enumerate(table) if "Council" in row)
    return [dict(zip(map(str, table[header]), row, strict=True)) for row in table[header + 1 :]]


def test_each_council_has_its_status_counts_and_pack(packs: Path) -> None:
    found = rows(packs, "Councils")
    first, last = found[0], found[-1]
    assert {name: first[name] for name in ("Council", "Workbook", "Status", "Data up to", "Red", "Amber", "Green")} == {
        "Council": "Made-up A", "Workbook": "A.xlsx", "Status": "Reported", "Data up to": "Dec-21",
        "Red": 0, "Amber": 0, "Green": 3,
    }  # fmt: skip
    assert (last["Workbook"], last["Status"], last["Pack"]) == ("F.xlsx", "Not reported", "-")
    assert "not an Excel workbook" in last["What was found and what to do"]
    assert first["Statistical neighbours here, nearest first"] == "Made-up B; Made-up C; Made-up D"
    assert found[4]["Statistical neighbours here, nearest first"] == "-"


def test_a_pack_is_one_click_away(packs: Path) -> None:
    sheet = load_workbook(packs / "summary.xlsx")["Councils"]
    targets = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert targets == [f"{name}-scorecard.xlsx" for name in "ABCDE"]
    assert all((packs / str(target)).is_file() for target in targets)


def test_an_indicator_is_ranked_across_the_councils(packs: Path) -> None:
    seen = [row for row in rows(packs, "Across councils") if row["Indicator"] == SEEN]
    assert [(row["Council"][-1], row["Rank"], row["Of"], row["Quartile"], row["Rating"]) for row in seen] == [
        ("D", 1, 5, 1, "G"), ("A", 2, 5, 1, "G"), ("C", 3, 5, 2, "A"), ("B", 4, 5, 3, "R"), ("E", 5, 5, 4, "R"),
    ]  # fmt: skip
    assert [row["Among neighbours"] for row in seen] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4", "-"]
    assert {row["Median"] for row in seen} == {0.8}


def test_low_is_good_where_the_workbooks_say_so_and_equal_figures_share_a_rank(packs: Path) -> None:
    wait = [row for row in rows(packs, "Across councils") if row["Indicator"] == WAIT]
    assert [(row["Council"][-1], row["Figure"], row["Rank"]) for row in wait] == [
        ("B", 9, 1), ("C", 9, 1), ("A", 12, 3), ("E", 12, 3), ("D", 30, 5),
    ]  # fmt: skip


def test_a_count_is_listed_and_not_ranked(packs: Path) -> None:
    placed = [row for row in rows(packs, "Across councils") if row["Indicator"] == PLACED]
    assert {(row["Rank"], row["Remarks"]) for row in placed} == {
        ("-", "Not ranked: a count depends on the size of the council.")
    }


def test_both_lists_can_be_filtered_and_repeat_their_header(packs: Path) -> None:
    for sheet in load_workbook(packs / "summary.xlsx"):
        assert sheet.auto_filter.ref is not None
        first = int(sheet.auto_filter.ref.split(":")[0].lstrip("A"))
        assert sheet.print_title_rows == f"${first}:${first}"
        assert sheet.freeze_panes == f"A{first + 1}"


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "-")
def test_excel_would_open_it_without_a_repair(packs: Path) -> None:
    assert ooxml.validate(packs / "summary.xlsx") == []
