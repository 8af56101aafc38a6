"""The gallery's pages of the published card: every rating, every direction, every period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from build_artefacts.gallery_page import (
    FIRST,
    Content,
    GalleryColumn,
    Page,
    below,
    cells_of,
    figure,
    match,
    spilled,
)
from cpp_scorecard.core.explanation import explain_rating
from cpp_scorecard.core.printing import decimals_needed
from cpp_scorecard.core.rag import NotRated
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.intake.definitions import DECIMALS_BY_UNIT
from cpp_scorecard.sheets.model import Role, a1

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment

REPORT = "Corporate Parenting Performance Report, January 2022"
_NAME = GalleryColumn("Indicator", 50, Role.INDICATOR)
_MATCH = GalleryColumn("Match", 9)
_WORDS = {"NYA": MissingReason.NOT_YET_AVAILABLE, "NA": MissingReason.NOT_AVAILABLE, "-": MissingReason.NOT_APPLICABLE}
Row = dict[str, str]


def ratings(assessments: Sequence[Assessment], published: Sequence[Row]) -> Page:
    """The whole card rated by one formula, and explained by another."""
    columns = [
        _NAME,
        GalleryColumn("What does good look like?", 10),
        GalleryColumn("Low", 8),
        GalleryColumn("High", 8),
        GalleryColumn("Tolerance", 9, number_format="0%"),
        GalleryColumn("Tolerance at zero", 9),
        GalleryColumn("Unit", 13),
        GalleryColumn("Latest", 9),
        GalleryColumn("CPP_RAG", 9, ratings=True),
        GalleryColumn("By the report's definition", 11, ratings=True),
        _MATCH,
        GalleryColumn("CPP_RAG_WHY", 66, Role.TEXT),
    ]
    count = len(assessments)
    polarity, low, high, size, zero, unit, latest = (cells_of(at, count) for at in range(1, 8))
    given = f"{latest},{low},{high},{polarity},{size},,{zero}"
    ours = [a.letter or "" for a in assessments]
    letters = below(spilled(f"=CPP_RAG({given})", ours))
    reasons = [_why(a, row["latest"]) for a, row in zip(assessments, published, strict=True)]
    why = below(spilled(f"=CPP_RAG_WHY({given},{unit})", reasons))
    rows: list[list[Content]] = []
    for place, (a, row) in enumerate(zip(assessments, published, strict=True)):
        theirs = "" if row["rag"] == "-" else row["rag"]
        rows.append(
            [
                a.indicator.name,
                row["polarity"],
                figure(a.expected.low, row["low"]),
                figure(a.expected.high, row["high"]),
                a.indicator.tolerance.size,
                a.indicator.tolerance.at_zero,
                a.indicator.unit.value,
                figure(a.latest.value, row["latest"]),
                letters[place],
                theirs,
                match(a1(FIRST + place, 8), a1(FIRST + place, 9), ours[place] == theirs),
                why[place],
            ]
        )
    about = (
        f"All {count} indicators of the {REPORT}: one formula in {a1(FIRST, 8)} rates them, one in {a1(FIRST, 11)} "
        "says why. The public text carries no colours; the letters beside follow its printed definition."
    )
    return Page("ratings", "Ratings", "CPP_RAG and CPP_RAG_WHY", about, columns, rows)


def _why(a: Assessment, printed: str) -> str:
    """The explanation with as many decimals as the unit has, and without children: the formula has no counts."""
    unit = a.indicator.unit
    if isinstance(a.rating, NotRated):
        word = f" ({_WORDS[printed].value})" if isinstance(a.latest.value, Missing) else ""
        return f"Not rated: {a.rating.value}{word}."
    assert isinstance(a.latest.value, float)
    decimals = min(decimals_needed(a.latest.value, unit), DECIMALS_BY_UNIT.get(unit, 0))
    return explain_rating(a.latest.value, a.rating, unit, decimals)


def directions(assessments: Sequence[Assessment], published: Sequence[Row]) -> Page:
    """The latest figure against a month ago, a year ago and similar councils, and the periods."""
    columns = [
        _NAME,
        GalleryColumn("How reported?", 10),
        GalleryColumn("As of", 13),
        GalleryColumn("Figures", 15),
        GalleryColumn("CPP_PERIOD_LABEL", 19),
        GalleryColumn("Published", 17),
        _MATCH,
        GalleryColumn("What does good look like?", 10),
        GalleryColumn("Latest", 9),
    ]
    for heading in ("One month ago", "One year ago", "Similar councils"):
        columns += [GalleryColumn(heading, 9), GalleryColumn("CPP_DIRECTION", 13), GalleryColumn("Published", 9)]
        columns.append(_MATCH)
    count = len(assessments)
    labels = [a.rule_label if a.anchor else "" for a in assessments]
    codes, as_of, kinds = (cells_of(at, count) for at in (1, 2, 3))
    label = below(spilled(f"=CPP_PERIOD_LABEL({codes},{as_of},{kinds})", labels))
    compared = []
    for at, name in ((9, "month_ago"), (13, "year_ago"), (17, "similar")):
        letters = [getattr(a, name).direction.value for a in assessments]
        formula = f"=CPP_DIRECTION({cells_of(8, count)},{cells_of(at, count)},{cells_of(7, count)})"
        compared.append((at, name, letters, below(spilled(formula, letters))))
    rows: list[list[Content]] = []
    for place, (a, row) in enumerate(zip(assessments, published, strict=True)):
        at = FIRST + place
        theirs = row["latest_data_period"] if a.anchor else ""
        rows.append(
            [
                a.indicator.name,
                row["how_reported"],
                str(a.anchor) if a.anchor else None,
                a.indicator.figures.value or None,
                label[place],
                theirs,
                match(a1(at, 4), a1(at, 5), labels[place] == theirs),
                row["polarity"],
                figure(a.latest.value, row["latest"]),
            ]
        )
        for column, name, letters, formula_cells in compared:
            printed = row[f"{name}_direction"] or "-"
            rows[-1] += [
                figure(getattr(a, name).measurement.value, row[name]),
                formula_cells[place],
                printed,
                match(a1(at, column + 1), a1(at, column + 2), letters[place] == printed),
            ]
    notes = (
        "Two periods differ: they are an officer's, recorded with a reason in the sample workbook.",
        "One letter differs: Progress 8 has no figure for 2020-21 and was printed B. That is an error in print.",
        "Figures are the unrounded ones where actual and possible were published.",
    )
    about = f"The periods and {3 * count} comparisons of the {REPORT}. Four formulas, each for all {count} indicators."
    title = "CPP_PERIOD_LABEL and CPP_DIRECTION"
    return Page("directions", "Periods and directions", title, about, columns, rows, notes)
