"""Compare a scorecard with an earlier pack that this product built: both are brought to the same printed form.

The earlier pack is read by the same reader as any published card and any exception dataset. Nothing of it is
carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.changes import Snapshot, changes
from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.exceptions import rated_rows
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed, printed_exactly
from cpp_scorecard.core.series import CellRef, Missing
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.pack import Pack, PackRow, read_pack

if TYPE_CHECKING:
    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.rag import ExpectedRange


def compared_with(scorecard: Scorecard, previous: Path) -> Scorecard:
    """The scorecard with everything that is different from the pack at `previous`.

    Raises Refused when it holds neither a scorecard nor an exception dataset.
    """
    pack = read_pack(previous, scorecard.workbook.settings)
    if not pack.rows and pack.dataset is None:
        raise Refused(
            f"{previous.name} holds neither a scorecard nor an exception dataset.",
            "Name a pack that `cpp-scorecard build` made.",
        )
    before = [*_of_pack(pack), *_of_dataset(pack.dataset, pack.ratings)]
    now = snapshots(
        scorecard.assessments if pack.rows else (),
        scorecard.dataset.dataset if scorecard.dataset and pack.dataset is not None else None,
    )
    return replace(scorecard, changes=tuple(changes(before, now)), previous_name=previous.name)


def snapshots(assessments: Iterable[Assessment], dataset: Dataset | None) -> list[Snapshot]:
    """What is printed of each indicator, and of each row of a dataset."""
    return [*(_of_assessment(a) for a in assessments), *_of_dataset(dataset)]


def _of_assessment(a: Assessment) -> Snapshot:
    indicator = a.indicator
    value = a.latest.value
    latest = value.token if isinstance(value, Missing) else printed(value, indicator.unit, indicator.decimals)
    return Snapshot(
        area=indicator.domain,
        indicator=indicator.name,
        rating=a.letter or "",
        latest=latest,
        period=a.period_label,
        expected_range=_range(a.expected, indicator.unit),
        definition=f"{indicator.how_reported.code}, {indicator.polarity.value}",
        figures={},
    )


def _range(expected: ExpectedRange, unit: Unit) -> str:
    bounds = ["-" if b is None else printed_exactly(b, unit) for b in (expected.low, expected.high)]
    return "" if bounds == ["-", "-"] else " to ".join(bounds)


def _of_pack(pack: Pack) -> Iterator[Snapshot]:
    for row in pack.rows:
        bounds = [_shown(row, role, exactly=True) or "-" for role in ("low", "high")]
        yield Snapshot(
            area=row.domain,
            indicator=row.name,
            rating=row.text("rating"),
            latest=_shown(row, "latest"),
            period=row.text("period_label"),
            expected_range="" if bounds == ["-", "-"] else " to ".join(bounds),
            definition=f"{row.text('how_reported')}, {row.text('polarity') or '-'}",
            figures={},
        )


def _shown(row: PackRow, role: str, *, exactly: bool = False) -> str:
    """A cell of the pack as it was printed: its number at the decimals of its format."""
    cell = row.cells.get(role, GridCell(CellKind.EMPTY))
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, float):
        return cell.text.strip()
    unit = Unit.PERCENTAGE if row.is_percent(role) else Unit.NUMBER
    if exactly:
        return printed_exactly(cell.value, unit)
    return printed(cell.value, unit, row.decimals(role))


def _of_dataset(dataset: Dataset | None, ratings: Mapping[CellRef, str] | None = None) -> list[Snapshot]:
    """A dataset's rows; with `ratings`, the letters are those that an earlier pack shows."""
    if dataset is None:
        return []
    current = dataset.current
    found = []
    for rated in rated_rows(dataset):
        row = rated.row
        figures = {
            column_label(period): printed(figure.number, row.unit, figure.decimals or 0) if figure else ""
            for period in dataset.periods
            for figure in [row.figure(period)]
        }
        label = column_label(current) if current else ""
        found.append(
            Snapshot(
                area=row.area,
                indicator=row.name,
                rating=(rated.letter or "") if ratings is None else ratings.get(row.where, ""),
                latest=figures.get(label, ""),
                period=label,
                expected_range=_range(row.expected, row.unit),
                definition=row.printed_type,
                figures=figures,
            )
        )
    return found
