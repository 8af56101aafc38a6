"""What a table is that stands beside the indicators, told by its columns and its title; reading it is for others.

So a table can be passed over without anything of what reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.intake.vocabulary import plain, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.core.people import Cohort
    from cpp_scorecard.intake.table import Table

_TITLE_ABOVE = 3
"""The title line is one of the last rows above the header band that hold anything, at most this many up."""
_ROWS_LOOKED_AT = 20
_LONGEST_TITLE = 120
_NOT_NARRATIVE = ("how_reported", "latest", "what", "measure_type", "setting", "similar", "low", "high")


def is_about_people(table: Table) -> bool:
    """Whether the table is about children and none of the indicators' readers may read it."""
    return is_child_list(table) or is_code_groups(table) or is_summary(table)


def is_child_list(table: Table) -> bool:
    """Whether the table is a list of children, episodes or care leavers."""
    return table.has("child")


def is_code_groups(table: Table) -> bool:
    """Whether the table lists groups of codes."""
    return table.has("code_set_field", "code_group", "group_codes")


def is_summary(table: Table) -> bool:
    """Whether the table is a summary table of At a Glance."""
    if not table.has("indicator") or table.has("how_reported") or table.has("measure_type") or not table.periods:
        return False
    if table.has("breakdown"):
        return any(cohort_of(table.text(row, "breakdown")) for row in table.body()[:_ROWS_LOOKED_AT])
    return title_above(table) is not None and _has_known_categories(table)


def _has_known_categories(table: Table) -> bool:
    """Whether most of the first rows are in categories of a summary: a sheet of indicators may be titled alike."""
    rows = [row for row in table.body() if table.text(row, "indicator")][:_ROWS_LOOKED_AT]
    known = sum(_is_known(plain(table.domain(row))) for row in rows)
    return table.has("domain") and known * 2 > len(rows)


def _is_known(category: str) -> bool:
    return category in vocabulary().summary_categories or category in vocabulary().fields


def cohort_of(text: str) -> Cohort | None:
    """Whom a title speaks of, by the longest of the known phrases that it holds."""
    words = f" {plain(text)} " if len(text) <= _LONGEST_TITLE else ""
    held = [phrase for phrase in vocabulary().cohorts if f" {phrase} " in words]
    return vocabulary().cohorts[max(held, key=len)] if held else None


def title_above(table: Table) -> tuple[str, int] | None:
    """The title line above the table and its row: a row of one text that names a cohort."""
    first = table.header_rows[0]
    for row in range(first - 1, max(-1, first - 1 - _TITLE_ABOVE), -1):
        texts = [text for c in table.grid.rows.get(row, ()) if (text := table.grid.own(row, c).text.strip())]
        if len(texts) == 1 and cohort_of(texts[0]):
            return texts[0], row
        if texts:
            return None
    return None


def is_dataset(table: Table) -> bool:
    """Whether the table is a block of an exception dataset."""
    return table.has("indicator", "measure_type") and bool(table.periods) and not table.has("how_reported")


def is_beside_dataset(table: Table) -> bool:
    """Whether the table is a dataset's, or what people keep beside a report: how rows add up, sections, words."""
    return (
        is_dataset(table)
        or (table.has("measure_type") and not table.has("how_reported") and not table.has("latest"))
        or is_sections(table)
        or is_narrative(table)
        or any(table.has(role) for role in ("difference_kind", "previous_from"))
    )


def is_sections(table: Table) -> bool:
    """Whether the table says who answers for which part of the report."""
    return table.has("head_of_service") and not table.has("indicator")


def is_narrative(table: Table) -> bool:
    """Whether the table holds people's words about indicators: a text, and what says which indicators it is about.

    A column of comments beside figures or definitions is none.
    """
    if not table.has("text") or table.periods:
        return False
    is_about = any(table.has(role) for role in ("indicator_numbers", "indicator", "reference"))
    return is_about and not any(table.has(role) for role in _NOT_NARRATIVE)
