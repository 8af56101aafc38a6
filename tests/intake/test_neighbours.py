"""Sets of statistical neighbours: those that ship are the Department's, and a new one is a new file."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tests.tools import shared
from tests.tools.department import NEIGHBOURS, WILTSHIRE

from build_artefacts.neighbour_sets import SETS, SHIPPED, main
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.period import Month
from cpp_scorecard.intake.neighbours import FOLDER, neighbour_sets, read_set, set_named

MADE_UP = """\
# name: Autumn 2027
# valid from: 2027-09
# source: made up
la,name,n1,n2
901,Northshire,902,903
"""


def test_two_sets_ship_with_ten_neighbours_of_each_council() -> None:
    sets = neighbour_sets()
    assert [(s.name, s.valid_from) for s in sets] == [
        ("April 2021", Month.of(2021, 4)),
        ("May 2025", Month.of(2025, 5)),
    ]
    for one in sets:
        assert one.source.startswith("Department for Education")
        assert len(one.neighbours) > 150
        for council, others in one.neighbours.items():
            assert len(set(others)) == 10
            assert council not in others
            assert set(others) <= set(one.names), "each neighbour has a name"


def test_wiltshires_neighbours_of_april_2021() -> None:
    chosen = set_named("april 2021", neighbour_sets())
    assert chosen is not None
    assert chosen.neighbours[WILTSHIRE] == NEIGHBOURS
    assert chosen.council(916) == "Gloucestershire (916)"
    assert chosen.council(1) == "council 1"


@pytest.mark.parametrize("file", SETS)
@pytest.mark.skipif(bool(shared.missing("ees")), reason=shared.missing("ees"))
def test_a_set_that_ships_is_the_departments_cell_by_cell(file: str) -> None:
    """Read here by the names of the table's own columns; the conversion goes by their places."""
    source, folder = SETS[file], shared.path("ees")
    assert folder is not None
    with (folder / source.file).open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    code, name = ("LA number", "LA Name") if "LA number" in rows[0] else ("old_la_code", "la_name")
    columns = [column for column in rows[0] if re.fullmatch(r"SN_?\d+", column)]
    theirs = {
        int(row[code]): (row[name].strip(), tuple(int(row[column]) for column in columns))
        for row in rows
        if row[code].strip()
    }
    ours = set_named(source.name, neighbour_sets())
    assert ours is not None
    assert {number: (ours.names[number], others) for number, others in ours.neighbours.items()} == theirs


@pytest.mark.skipif(bool(shared.missing("ees")), reason=shared.missing("ees"))
def test_converting_again_gives_the_files_that_ship(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(shared.path("ees")), "--into", str(tmp_path)])
    assert capsys.readouterr().out.count(".csv") == len(SETS)
    for file in SETS:
        assert (tmp_path / file).read_bytes() == (SHIPPED / file).read_bytes()


def test_a_file_in_a_folder_beside_is_a_set_without_code(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "mine.csv").write_text(MADE_UP, "utf-8-sig")
    sets = neighbour_sets(tmp_path)
    assert [one.name for one in sets] == ["April 2021", "May 2025", "Autumn 2027"]
    assert sets[-1].neighbours == {901: (902, 903)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "columns"),
        (MADE_UP.replace("901,Northshire,902,903\n", ""), "no councils"),
        (MADE_UP.replace("2027-09", "autumn"), "no month"),
        (MADE_UP.replace("# name: Autumn 2027\n", ""), "name"),
        (MADE_UP.replace("la,name,n1", "council,name,n1"), "columns"),
        (MADE_UP + "901,Northshire,902,903\n", "twice"),
        (MADE_UP.replace("902,903", "902,902"), "repeated"),
        (MADE_UP.replace("902,903", "901,903"), "itself"),
        (MADE_UP.replace("902,903", "902,Southshire"), "Southshire"),
    ],
)
def test_a_file_that_is_no_set_says_what_is_wrong(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused, match=says) as refused:
        read_set(path)
    assert "mine.csv" in refused.value.message
    assert refused.value.remedy


def test_words_that_name_no_set_are_only_words() -> None:
    assert set_named("April 2021 statistical neighbours (10 councils, unweighted mean)", neighbour_sets()) is None
