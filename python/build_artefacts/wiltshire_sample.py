"""The sample council's indicator workbook: every published figure, laid out as a council would keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from build_artefacts.data_tables import FigureCell
from build_artefacts.figure_cells import Typist, number_format
from build_artefacts.indicator_workbook import IndicatorWorkbook, Row, Setting, write
from build_artefacts.list_sheets import made_up_lists
from build_artefacts.pack_sheets import at_a_glance, code_groups, highlights
from build_artefacts.published_figures import Printed, PublishedIndicator, load, read_table
from build_artefacts.sample_figures import data_sheets

READ_ME = (
    "# What this is",
    "The indicator workbook behind a Corporate Parenting Panel scorecard, filled with the figures of the "
    "Corporate Parenting Performance Report of January 2022, published by Wiltshire Council. The figures are "
    "public; the layout is ours. Wiltshire Council had no part in making this workbook.",
    "# Published and illustrative figures",
    "The report prints, for each indicator, the latest figure and the ones a month and a year before. Those "
    "stand here as printed. The months between them were never published. Where the workbook needs them "
    "they are ILLUSTRATIVE: made up so that the published figures follow from them, and good for nothing "
    "else.",
    "How they are marked: illustrative cells are in grey italics, and the column Basis says for each row "
    "Published, Illustrative, or Illustrative, except the months it names.",
    "Events (the indicators counted month by month) have illustrative months only, because only their "
    "totals were published. The totals are as published: the window up to the latest month, the same window "
    "a month earlier and the same window a year earlier all come out as printed, with the printed B, W or S.",
    "# The sheets",
    "Settings: how the report is made. Definitions: one row for each indicator. Health and safety, "
    "Placements and fostering, Care leavers and voice: monthly figures. Quarters, Annual returns, "
    "Education: the rest. Comparators: the similar councils. Overrides: where an officer's decision "
    "replaces what the rules give. Published letters: better, worse or same as printed, for comparison.",
    "The data sheets differ in layout, headings and typing on purpose, as they do in a workbook that several "
    "people keep.",
    "# What the words mean",
    "NYA: not yet available. NA: not available. A dash or n/a: not applicable. A blank cell: nothing was entered.",
    "# The children are MADE UP",
    "The sheets Children (made up), Episodes (made up) and Care leavers (made up) hold nobody who is real. A program "
    "made every child, date and code, so that counting them gives the totals that were published: At a Glance at the "
    "end of November 2021, and the Data Spotlight of 15 December 2021. No list of real children was seen.",
    "Code groups: which codes are counted together. At a Glance figures: earlier years and similar councils as "
    "published; the latest column is blank and is counted from the lists. Highlights: themes of the card, with "
    "texts of our own.",
    "Population aged 0-17 in Settings is 106,274, printed in the council's exception dataset for Quarter 2, 2021-22. "
    "It gives the published rates: 431 children are 40.6, and 102 starts in eight months are 14 a year, per 10,000.",
)
_REPORT_MONTH = "Dec-21"
_SOURCE = "Corporate Parenting Performance Report, January 2022"


def build(data: Path, path: Path) -> None:
    """Write the sample from the data files in the folder `data`."""
    indicators = load(data)
    typist = Typist.load(data / "typing.csv")
    measures = {row["ref"]: row for row in read_table(data / "department_measures.csv")}
    content = IndicatorWorkbook(
        title="Corporate parenting indicator workbook: Wiltshire, January 2022",
        subject="Published figures with illustrative months between them",
        read_me=READ_ME,
        settings=settings(data / "settings.csv", "value"),
        definitions=[_definition(indicator) for indicator in indicators],
        data_sheets=data_sheets(indicators, typist),
        comparators=[_comparator(indicator, measures.get(indicator.ref, {})) for indicator in indicators],
        overrides=[_override(row) for row in read_table(data / "overrides.csv")],
        letters=[_letters(indicator) for indicator in indicators],
        term_code=_term_code(indicators),
        plain_sheets=[*made_up_lists(data), code_groups(), at_a_glance(data), highlights(data, indicators)],
    )
    write(content, path)


def _term_code(indicators: Sequence[PublishedIndicator]) -> str:
    """The code of the figures by term, which names its academic year: `AY21-22`."""
    codes = (indicator.printed["how_reported"] for indicator in indicators)
    return next(code for code in codes if code.startswith("AY") and "-" in code)


def settings(path: Path, column: str) -> Sequence[Setting]:
    """The rows of a Settings sheet, with the values of `column`."""
    found = []
    for row in read_table(path):
        text, kind = row[column], row["kind"]
        value: str | float | dt.date | None = text or None
        shape = {"percentage": "0%", "date": "dd/mm/yyyy"}.get(kind, "")
        if text and kind == "date":
            value = dt.date.fromisoformat(text)
        elif text and kind != "text":
            value = float(text)
        found.append(Setting(row["setting"], value, shape, row["what_it_does"]))
    return found


def _definition(indicator: PublishedIndicator) -> Row:
    printed, defined = indicator.printed, indicator.defined
    return {
        "Ref": FigureCell(indicator.ref),
        "Domain": FigureCell(indicator.domain),
        "Indicator": FigureCell(indicator.name),
        "How reported?": FigureCell(printed["how_reported"]),
        "What does good look like?": FigureCell(printed["polarity"]),
        "Expected Range/Low": _threshold(indicator, "low"),
        "Expected Range/High": _threshold(indicator, "high"),
        "Unit": FigureCell(defined["unit"]),
        "Decimals": FigureCell(indicator.decimals, "0"),
        "Figures are": FigureCell(defined["figures"]),
        "Notes": FigureCell(defined["notes"]),
    }


def _threshold(indicator: PublishedIndicator, column: str) -> FigureCell:
    token = indicator.token(column)
    if indicator.defined["range_typed_as"] == "text":
        return FigureCell(token.text, "@")
    return _as_number(token)


def _as_number(token: Printed) -> FigureCell:
    if not token.is_number:
        return FigureCell(token.text)
    return FigureCell(token.value, number_format(token.decimals, token.is_percentage))


def _comparator(indicator: PublishedIndicator, department: Mapping[str, str]) -> Row:
    """The similar councils' figure as printed; its year only where the Department's own figures tell it."""
    token = indicator.token("similar")
    known = token.is_number
    return {
        "Indicator": FigureCell(indicator.name),
        "Similar Councils/Value": _as_number(token),
        "Similar Councils/Period": FigureCell(department.get("period", "latest at January 2022" if known else ""), "@"),
        "Similar Councils/Source": FigureCell(_SOURCE if known else ""),
        "Department measure": FigureCell(department.get("department_measure", "")),
    }


def _letters(indicator: PublishedIndicator) -> Row:
    printed = indicator.printed
    kind = "Latest is better, worse or same"
    return {
        "Indicator": FigureCell(indicator.name),
        "Report month": FigureCell(_REPORT_MONTH, "@"),
        f"One Month Ago/{kind}": FigureCell(printed["month_ago_direction"]),
        f"One Year Ago/{kind}": FigureCell(printed["year_ago_direction"]),
        f"Similar Councils/{kind}": FigureCell(printed["similar_direction"]),
    }


def _override(row: dict[str, str]) -> Row:
    titles = {"applies_to": "Applies to"}
    cells = {titles.get(name, name.capitalize()): FigureCell(text, "@") for name, text in row.items()}
    return cells | {"Date": FigureCell(row["date"], "dd/mm/yyyy")}
