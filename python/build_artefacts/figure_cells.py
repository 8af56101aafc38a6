"""Figures as an officer types them: with a format, as text, or as a bare number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from build_artefacts.data_tables import FigureCell
from build_artefacts.published_figures import Printed, PublishedIndicator, read_table


@dataclass(frozen=True, slots=True)
class Typist:
    """Types figures, with the habits listed in `typing.csv`: as `text`, or `plain` (94 for 94%)."""

    habits: Mapping[tuple[str, str, str], str]

    @classmethod
    def load(cls, path: Path) -> Typist:
        """Read the habits: reference, figure and period (`*` for every period of the row)."""
        return cls({(row["ref"], row["figure"], row["period"]): row["typed_as"] for row in read_table(path)})

    def printed(self, indicator: PublishedIndicator, figure: str, period: str, token: Printed) -> FigureCell:
        """A published token, at its printed precision. A word or a dash stays text, a blank stays blank."""
        if not token.is_number:
            return FigureCell(token.text)
        decimals = token.decimals
        return self._typed(indicator, figure, period, token.value, decimals, token.is_percentage, illustrative=False)

    def illustrative(self, indicator: PublishedIndicator, figure: str, period: str, value: float) -> FigureCell:
        """A figure that nobody published, at the precision of the latest one."""
        percentage = indicator.is_percentage and figure == "Data"
        decimals = indicator.decimals if figure == "Data" else 0
        return self._typed(indicator, figure, period, value, decimals, percentage, illustrative=True)

    def _typed(
        self,
        indicator: PublishedIndicator,
        figure: str,
        period: str,
        value: float,
        decimals: int,
        percentage: bool,
        *,
        illustrative: bool,
    ) -> FigureCell:
        habit = self.habits.get((indicator.ref, figure, period)) or self.habits.get((indicator.ref, figure, "*"))
        if habit == "text":
            text = f"{value:.{decimals}%}" if percentage else f"{value:,.{decimals}f}"
            return FigureCell(text, "@", illustrative)
        if habit == "plain" and percentage:
            return FigureCell(round(value * 100, decimals), "", illustrative)
        return FigureCell(value, number_format(decimals, percentage), illustrative)


def number_format(decimals: int, percentage: bool) -> str:
    """Excel's number format for figures with so many decimals."""
    return "0" + ("." + "0" * decimals if decimals else "") + ("%" if percentage else "")
