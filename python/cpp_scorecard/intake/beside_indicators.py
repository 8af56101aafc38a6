"""What stands beside the indicators of a workbook: children, an exception dataset, people's words, themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.intake.dataset_measures import heads_of, read_sections
from cpp_scorecard.intake.dataset_words import read_narrative, read_reasons, read_strips
from cpp_scorecard.intake.exception_dataset import read_dataset
from cpp_scorecard.intake.highlights import read_highlights
from cpp_scorecard.intake.people import read_people
from cpp_scorecard.intake.table_kinds import is_beside_dataset
from cpp_scorecard.intake.themes import read_themes

if TYPE_CHECKING:
    from cpp_scorecard.intake.definitions import Register
    from cpp_scorecard.intake.table import Table
    from cpp_scorecard.intake.workbook import IndicatorWorkbook


def with_what_stands_beside(
    book: IndicatorWorkbook, tables: Sequence[Table], of_people: list[Table], register: Register | None
) -> IndicatorWorkbook:
    """`book` with all of it; `tables` are those that are not `of_people`.

    What has to be said about themes of highlights is left in the `register`, which knows the indicators they name;
    without one (a workbook that is a dataset and nothing else) there are none.
    """
    settings, everything = book.settings, list(tables)
    people = read_people(of_people, settings)
    dataset, of_dataset = read_dataset(everything, settings)
    themes, of_themes = read_themes(settings.spotlight_files, book.path.parent)
    narrative, of_narrative = read_narrative(everything)
    of_indicators = (table for table in everything if not is_beside_dataset(table))
    highlight_themes, highlight_texts = ((), ()) if register is None else read_highlights(of_indicators, register)
    return replace(
        book,
        dataset=dataset,
        reasons={} if dataset is None else read_reasons(everything, dataset),
        strips=() if dataset is None else read_strips(everything, dataset),
        narrative=narrative,
        heads=heads_of(read_sections(everything), (indicator.domain for indicator in book.indicators)),
        themes=themes,
        highlight_themes=highlight_themes,
        highlight_texts=highlight_texts,
        child_lists=people.lists,
        code_groups=people.groups,
        summaries=people.summaries,
        findings=(*book.findings, *of_dataset, *people.findings, *of_themes, *of_narrative),
    )
