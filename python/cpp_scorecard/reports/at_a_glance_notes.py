"""The note on a figure of At a Glance and the line under its table: what was counted, of how many, from which sheets.

Nothing here can name a person: a note holds counts, the names of sheets and the codes of a group.
"""

from __future__ import annotations

from cpp_scorecard.core.at_a_glance import MONTHS_OF_A_RATE, Counted, MeasureKind, ReportedRow, ReportedTable, shown
from cpp_scorecard.core.period import day_in_words
from cpp_scorecard.core.printing import cell_list
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.wording import wording


def cell_note(table: ReportedTable, reported: ReportedRow) -> str:
    """Where the figure of the first period comes from, or why there is none."""
    words = wording()["at_a_glance"]
    now = reported.now
    if isinstance(now, Missing):
        return str(words["missing"].format(reason=now.text))
    if reported.typed is None and reported.counted is not None:
        return _counted(table, reported.row.kind, reported.counted)
    cells = cell_list([reported.typed.where]) if reported.typed else ""
    text = words["typed"].format(cells=cells)
    if reported.differs and reported.counted is not None:
        value = shown(reported.row, reported.counted.value)
        text += "\n" + words["differs"].format(value=value, how=_counted(table, reported.row.kind, reported.counted))
    return str(text)


def _counted(table: ReportedTable, kind: MeasureKind, counted: Counted) -> str:
    words = wording()["at_a_glance"]
    people = table.population
    assert people is not None, "a counted figure has people behind it"
    if counted.numerator is None:
        return ""  # an edition that does not say how many there are
    found = {
        "number": f"{counted.numerator or 0:,}",
        "of": f"{counted.denominator or 0:,.0f}",
        "sheets": counted.source,
        "day": day_in_words(people.on),
        "months": counted.months,
        "group": counted.group.name if counted.group else "",
        "codes": ", ".join(counted.group.codes) if counted.group else "",
    }
    if kind is MeasureKind.TOTAL:
        name = "total_since" if people.since else "total"
        found["since"] = day_in_words(people.since) if people.since else ""
    elif kind is MeasureKind.RATE:
        name = "rate_of_months" if counted.months != MONTHS_OF_A_RATE else "rate"
    else:
        name = "share_long" if counted.group and counted.group.longer_than_months else "share"
        found["longer"] = str(counted.group.longer_than_months) if counted.group else ""
    return str(words[name].format(**found))


def table_source(table: ReportedTable) -> str:
    """Under the tables: from which sheets the first column of this one was counted; empty where it was typed."""
    people = table.population
    if people is None or not any(row.is_counted for row in table.rows):
        return ""
    words = wording()["at_a_glance"]
    return str(
        words["source_since" if people.since else "source"].format(
            title=table.table.title,
            header=table.table.headers[0],
            sheets=people.source,
            day=day_in_words(people.on),
            since=day_in_words(people.since) if people.since else "",
        )
    )


def scaled_rate(table: ReportedTable) -> str:
    """Under the tables: that a rate of part of a year was scaled to twelve months; empty where none was."""
    for row in table.rows:
        counted = row.counted
        if row.is_counted and counted is not None and counted.months != MONTHS_OF_A_RATE:
            if isinstance(counted.value, Missing):
                continue
            words = wording()["at_a_glance"]["scaled"]
            number = f"{counted.numerator or 0:,}"
            return str(
                words.format(title=table.table.title, measure=row.row.measure, number=number, months=counted.months)
            )
    return ""
