"""Every worksheet function has help that Excel can show, a name that is no cell, and its place on the page."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from tests.tools.worksheet import MISSING, called, udfs

from cpp_scorecard.excel.declare import CATEGORY, LONGEST_HELP

PAGE = (Path(__file__).parents[2] / "docs" / "functions.md").read_text("utf-8")
FUNCTIONS: dict[str, Any] = {
    name: function.__xlfunc__ for name, function in vars(udfs).items() if hasattr(function, "__xlfunc__")
}
WITHOUT_PYTHON = {"CPP_REASON"}
"""Functions of the add-in itself."""
RESERVED = frozenset(
    "and as boolean byref byte byval call case class const currency date debug declare dim do double each else elseif "
    "empty end enum eqv erase error event exit false for friend function get global gosub goto if imp implements in "
    "input integer is let lib like lock long loop lset me mid mod name new next not nothing null object on open option "
    "optional or paramarray preserve print private property public put raiseevent redim rem resume return rset seek "
    "select set single static step stop string sub tab then to true type typeof unlock until variant wend while with "
    "withevents write xor".split()
)


def sections() -> dict[str, str]:
    """What the page says under the heading of each function."""
    parts = re.split(r"^### `(CPP_[A-Z0-9_]+)", PAGE, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_function_is_on_the_page_and_no_other() -> None:
    assert set(sections()) == set(FUNCTIONS) | WITHOUT_PYTHON


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_help_is_there_and_short_enough_to_be_shown(name: str) -> None:
    declared = FUNCTIONS[name]
    texts = [declared["ret"]["doc"], *(argument["doc"] for argument in declared["args"])]
    assert all(0 < len(text) <= LONGEST_HELP and "\n" not in text for text in texts)
    assert not any("Positional argument" in text or "defined in" in text for text in texts)
    assert declared["category"] == CATEGORY
    assert not declared["volatile"]
    assert declared["async_mode"] is None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_name_is_no_cell_and_no_argument_a_word_of_visual_basic(name: str) -> None:
    assert name.startswith("CPP_")
    assert name.isupper()
    assert not re.fullmatch(r"[A-Z]{1,3}[0-9]{1,7}|R[0-9]*C[0-9]*", name)
    arguments = [argument["name"] for argument in FUNCTIONS[name]["args"]]
    assert not RESERVED & set(arguments)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", argument) for argument in arguments)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_argument_is_read_as_rows_of_cells_and_errors_are_told_from_blanks(name: str) -> None:
    for argument in FUNCTIONS[name]["args"]:
        assert (argument["options"]["ndim"], argument["options"]["err_to_str"]) == (2, True)
        assert not argument["vararg"]


def examples() -> list[tuple[str, str, str]]:
    """Formulas of the page that have no cells in them, with their arguments and what the page says they give."""
    found = re.findall(r"^`=(CPP_\w+)\(([^`]*)\)` is (?:\*(.+?)\*|([^ :.]+))(?:$|[:. ])", PAGE, re.MULTILINE)
    literal = [(name, given, words or value) for name, given, words, value in found]
    return [one for one in literal if not re.search(r"\b[A-Z]{1,2}\d+\b(?![^,]*\")", one[1])]


def test_there_are_examples_to_try() -> None:
    assert {name for name, _, _ in examples()} == {
        "CPP_RAG", "CPP_RAG_WHY", "CPP_DIRECTION", "CPP_DISTANCE", "CPP_PERIOD_LABEL"
    }  # fmt: skip


@pytest.mark.parametrize(("name", "given", "expected"), examples(), ids=lambda text: text[:40])
def test_an_example_on_the_page_gives_what_the_page_says(name: str, given: str, expected: str) -> None:
    """A reader types the formula and sees what the page promises."""
    pieces = [piece.strip() for piece in given.split(",")]
    arguments = [MISSING if not p else p.strip('"') if p.startswith('"') else float(p) for p in pieces]
    left_out = [MISSING] * (len(FUNCTIONS[name]["args"]) - len(arguments))
    assert str(called(name, *arguments, *left_out)) == expected


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_page_shows_the_arguments_in_their_order(name: str) -> None:
    """As Excel writes them: those that may be left out in brackets."""
    parameters = inspect.signature(getattr(udfs, name)).parameters.values()
    written = [f"[{p.name}]" if p.default is None else p.name for p in parameters]
    assert sections()[name].startswith(f"({', '.join(written)})`\n")
    assert "`=" + name in sections()[name], "there is an example"
