"""The council's settings: one Settings sheet, an optional TOML file beside the workbook, one loader.

Code holds defaults only. A value that cannot be used is a finding, and the default stands.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from cpp_scorecard.core.comparator import Method
from cpp_scorecard.core.disclosure_rules import LARGEST, SMALL, SMALLEST
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.period import MONTH_NAMES, Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import Tolerance, ToleranceMode
from cpp_scorecard.core.series import CellRef, Missing
from cpp_scorecard.core.windows import SIX_TERMS
from cpp_scorecard.intake.department_cells import council_number
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.table import SheetPins, Table
from cpp_scorecard.intake.tokens import as_share, parse_day, parse_figure, parse_period, period_of_text
from cpp_scorecard.intake.vocabulary import plain, token, vocabulary


@dataclass(frozen=True, slots=True)
class Settings:
    """What a council decides. Sizes are fractions: 0.10 is 10 %, or 10 points in points mode."""

    council: str = ""
    report_title: str = ""
    publication_date: dt.date | None = None
    report_month: Month | None = None
    """The report's as-of month; None means the latest month with data."""
    tolerance: float = 0.10
    tolerance_mode: ToleranceMode = ToleranceMode.RELATIVE
    percentage_points: float | None = None
    """Tolerance in points for the percentages of the exception dataset; None: they are judged as `tolerance` says."""
    zero_tolerance_percentages: float = 0.01
    zero_tolerance_others: float = 1.0
    similar_set: str = ""
    """The name of a set of statistical neighbours, or the council's own words about its similar councils."""
    similar_typed_set: str = ""
    """Which councils the typed figures stand for, where others are worked out with `similar_set`."""
    similar_method: Method | None = None
    """How the similar councils' figures become one; None: nothing was said, and the mean is used."""
    similar_needed: int | None = None
    """How many of the similar councils must have a figure; None: half of them."""
    similar_stale_months: int = 24
    council_number: int | None = None
    """The Department's number of the council: three digits."""
    department_files: str = ""
    """The folder of the Department's files, beside the workbook."""
    term_starts: tuple[int, ...] = SIX_TERMS
    jump_points: float = 0.20
    jump_relative: float = 0.50
    stale_months: int = 6
    small_number: float = 20
    """A percentage of fewer children, or a rate of fewer events, is marked as resting on a small number; 0: none is."""
    annual_spans: tuple[tuple[ReportingPeriod, ReportingPeriod], ...] = ()
    """First and last column of each span that the annual performance table shows."""
    population: float | None = None
    """Children aged 0-17 in the council's area, on whom the rates of At a Glance are worked out."""
    lists_are_made_up: bool = False
    """Whether nobody in the child-level lists is real."""
    care_leavers_on: dt.date | None = None
    """The day that the list of care leavers is of; None: the end of the report's month."""
    spotlight: tuple[str, ...] = ()
    """Names of the themes of the spotlight; empty for all that the workbook has data for."""
    spotlight_files: tuple[str, ...] = ()
    """File names of the council's own themes, beside the workbook."""
    report_sheets: tuple[tuple[str, str], ...] = ()
    """The reports of a pack, each with the name of its sheet where the council has its own; empty for all."""
    style_template: str = ""
    """File name of the council's own style template, beside the workbook; empty for the one that ships."""
    approved_by: str = ""
    """Who approved the edition that is published next."""
    approved_on: dt.date | None = None
    small_count: int = SMALL
    """A public edition suppresses counts of children up to this one."""
    not_children: tuple[str, ...] = ()
    """Indicators that count no children: a public edition shows their small counts."""
    pins: dict[str, SheetPins] = field(default_factory=dict)
    """By sheet name, without case."""
    places: dict[str, CellRef] = field(default_factory=dict)
    """Where each setting that the workbook names stands, blank ones too; by the name of its field."""
    unusable: dict[str, str] = field(default_factory=dict)
    """What stands in a setting that could not be used; by the name of its field."""

    def tolerance_for(self, *, percentage: bool, size: float | None, mode: ToleranceMode | None) -> Tolerance:
        """The tolerance of one indicator: its own where given, else the workbook's. Points are for percentages only."""
        at_zero = self.zero_tolerance_percentages if percentage else self.zero_tolerance_others
        chosen = (mode or self.tolerance_mode) if percentage else ToleranceMode.RELATIVE
        return Tolerance(self.tolerance if size is None else size, chosen, at_zero)


class _Unusable(ValueError):
    """What a setting should have been, in words."""


def _text(cell: GridCell) -> str:
    text = cell.text.strip()
    if text.startswith("[") and text.endswith("]"):
        raise _Unusable("the council's own text")
    return text


def _date(cell: GridCell) -> dt.date:
    _text(cell)  # a placeholder in brackets is nobody's date
    day = parse_day(cell)
    if day is None:
        raise _Unusable("a date, such as 11/01/2022")
    return day


def _month(cell: GridCell) -> Month:
    period = parse_period(cell)
    if period is None or period.kind is not PeriodKind.MONTH:
        raise _Unusable("a month, such as Dec-21")
    return period.first_month


def _share(cell: GridCell) -> float:
    raw = parse_figure(cell, CellRef("", 0, 0))
    if isinstance(raw, Missing) or raw.number < 0:
        raise _Unusable("a percentage, such as 10%")
    return as_share(raw)


def _points(cell: GridCell) -> float:
    raw = parse_figure(cell, CellRef("", 0, 0))
    if isinstance(raw, Missing) or raw.number < 0:
        raise _Unusable("a number of percentage points, such as 20")
    return raw.number if raw.is_percent or raw.number < 1 else raw.number / 100


def _number(cell: GridCell) -> float:
    raw = parse_figure(cell, CellRef("", 0, 0))
    if isinstance(raw, Missing) or raw.number < 0:
        raise _Unusable("a number")
    return raw.number


def _people(cell: GridCell) -> float:
    number = _number(cell)
    if number < 1:
        raise _Unusable("how many children there are, such as 106,274")
    return number


def _small_count(cell: GridCell) -> int:
    number = _number(cell)
    if number % 1 or not SMALLEST <= number <= LARGEST:
        raise _Unusable(f"a whole number from {SMALLEST} to {LARGEST}")
    return round(number)


def _made_up(cell: GridCell) -> bool:
    return plain(_text(cell)) in vocabulary().made_up


def _council_number(cell: GridCell) -> int:
    number = council_number(cell.text)
    if number is None:
        raise _Unusable("the Department for Education's number of the council, three digits such as 865")
    return number


def _method(cell: GridCell) -> Method:
    word = plain(_text(cell))
    if word not in list(Method):
        raise _Unusable("mean, median or pooled")
    return Method(word)


def _folder_beside(cell: GridCell) -> str:
    """A folder inside the workbook's own: a workbook from elsewhere must not make the tool read anything else."""
    path = PurePosixPath(_text(cell).replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in str(path) or str(path) == ".":
        raise _Unusable("the name of a folder beside the workbook, without drive, leading slash or ..")
    return str(path)


def _mode(cell: GridCell) -> ToleranceMode:
    word = vocabulary().modes.get(token(_text(cell)))
    if word is None:
        raise _Unusable("relative or points")
    return ToleranceMode(word)


def _terms(cell: GridCell) -> tuple[int, ...]:
    names = [part.strip()[:3].capitalize() for part in re.split(r"[,;/ ]+", _text(cell)) if part.strip()]
    if not 2 <= len(names) <= 6 or any(name not in MONTH_NAMES for name in names):
        raise _Unusable("the first month of each term, such as Sep, Nov, Jan, Feb, Apr, Jun")
    return tuple(MONTH_NAMES.index(name) + 1 for name in names)


def _names(cell: GridCell) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[;,\n]", _text(cell)) if name.strip())


def _spans(cell: GridCell) -> tuple[tuple[ReportingPeriod, ReportingPeriod], ...]:
    spans = []
    for span in re.split(r"[;\n]+", _text(cell)):
        ends = [period_of_text(end) for end in re.split(r"\s+to\s+", span.strip())]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None or first.kind is not last.kind:
            raise _Unusable("spans such as 20-21 Q1 to 21-22 Q2; 16-17 FY to 20-21 FY")
        spans.append((first, last))
    return tuple(spans)


def _report_sheets(cell: GridCell) -> tuple[tuple[str, str], ...]:
    found = [part.partition("=") for part in re.split(r"[;,\n]+", _text(cell)) if part.strip()]
    return tuple((name.strip().casefold(), tab.strip()) for name, _, tab in found)


_KNOWN: dict[str, tuple[str, Callable[[GridCell], Any]]] = {
    "council": ("council", _text),
    "report title": ("report_title", _text),
    "publication date": ("publication_date", _date),
    "report month": ("report_month", _month),
    "rag tolerance": ("tolerance", _share),
    "rag tolerance for percentages points": ("percentage_points", _points),
    "rag tolerance mode": ("tolerance_mode", _mode),
    "zero bound tolerance percentages": ("zero_tolerance_percentages", _points),
    "zero bound tolerance counts and rates": ("zero_tolerance_others", _number),
    "similar councils set": ("similar_set", _text),
    "similar councils of typed figures": ("similar_typed_set", _text),
    "similar councils method": ("similar_method", _method),
    "similar councils needed": ("similar_needed", lambda cell: round(_number(cell))),
    "months before similar councils are stale": ("similar_stale_months", lambda cell: round(_number(cell))),
    "local authority number": ("council_number", _council_number),
    "department files": ("department_files", _folder_beside),
    "first month of each term": ("term_starts", _terms),
    "jump to flag percentage points": ("jump_points", _points),
    "jump to flag relative other figures": ("jump_relative", _share),
    "annual performance table": ("annual_spans", _spans),
    "population aged 0 17": ("population", _people),
    "child lists are": ("lists_are_made_up", _made_up),
    "care leavers list as at": ("care_leavers_on", _date),
    "spotlight": ("spotlight", _names),
    "spotlight theme files": ("spotlight_files", _names),
    "report sheets": ("report_sheets", _report_sheets),
    "style template": ("style_template", _text),
    "approved by": ("approved_by", _text),
    "suppress counts up to": ("small_count", _small_count),
    "indicators that count no children": ("not_children", _names),
    "approved on": ("approved_on", _date),
    "months before a figure is stale": ("stale_months", lambda cell: round(_number(cell))),
    "small numbers below": ("small_number", _number),
}
_WITHOUT_DEFAULT = (
    "council", "report_title", "publication_date", "similar_set", "similar_typed_set", "council_number",
    "department_files", "annual_spans", "population", "spotlight_files", "approved_by", "approved_on",
    "not_children",
)  # fmt: skip
"""Settings that are blank where nobody fills them in."""
_PIN = re.compile(
    r"layout:\s*(?P<sheet>.+?):\s*(?P<what>ignore|header rows?|figures?|column\s+(?P<column>[a-z]{1,3}))",
    re.IGNORECASE,
)


def known_settings() -> tuple[str, ...]:
    """The name of every setting, without case and punctuation."""
    return tuple(_KNOWN)


@dataclass(slots=True)
class _Loader:
    settings: Settings = field(default_factory=Settings)
    findings: list[Finding] = field(default_factory=list)

    def take(self, name: str, cell: GridCell | None, where: CellRef | None, *, file: str = "") -> None:
        known = _KNOWN.get(plain(name))
        if known:
            places = {field: place for field, place in self.settings.places.items() if field != known[0]}
            self.settings = replace(self.settings, places={**places, known[0]: where} if where else places)
        if cell is None or cell.is_empty:
            return
        pin = _PIN.fullmatch(name.strip())
        try:
            if pin:
                self._pin(pin, cell)
            elif known:
                self.settings = replace(self.settings, **{known[0]: known[1](cell)})
            else:
                self._unknown(name, where, file)
        except _Unusable as expected:
            instead = "the default was used"
            if known:
                self.settings = replace(self.settings, unusable={**self.settings.unusable, known[0]: cell.text})
                if known[0] in _WITHOUT_DEFAULT:
                    instead = "it has no default and counts as blank"
            self.findings.append(
                Finding(
                    code="setting-unusable",
                    severity=Severity.WARNING,
                    message=f'{file}the setting "{name}" is "{cell.text}", which is not {expected}; {instead}.',
                    remedy=f"Enter {expected}.",
                    where=where,
                )
            )

    def _pin(self, pin: re.Match[str], cell: GridCell) -> None:
        sheet, what = pin["sheet"].strip().casefold(), pin["what"].casefold()
        pins = self.settings.pins.get(sheet, SheetPins())
        if what == "ignore":
            pins = replace(pins, ignore=token(cell.text) in ("yes", "true", "1"))
        elif what.startswith("header"):
            rows = re.fullmatch(r"(\d{1,4})(?:\s*(?:-|:|to)\s*(\d{1,4}))?", cell.text.strip())
            if not rows or int(rows[1]) < 1 or int(rows[2] or rows[1]) - int(rows[1]) not in (0, 1):
                raise _Unusable("one row number or two neighbouring ones, such as 4-5")
            pins = replace(pins, header_rows=(int(rows[1]) - 1, int(rows[2] or rows[1]) - 1))
        elif what.startswith("figure"):
            part = vocabulary().parts.get(plain(cell.text))
            if part is None:
                raise _Unusable("Actual, Possible or Data")
            pins = replace(pins, part=part)
        else:
            roles = {**vocabulary().list_roles, **vocabulary().roles}
            known = plain(cell.text) in roles or cell.text.strip() in roles.values() or parse_period(cell)
            if not known:
                raise _Unusable("a header this tool knows (such as Low) or a period (such as Apr-21)")
            number = 0
            for letter in pin["column"].upper():
                number = number * 26 + ord(letter) - 64
            pins = replace(pins, columns={**pins.columns, number - 1: cell.text.strip()})
        self.settings = replace(self.settings, pins={**self.settings.pins, sheet: pins})

    def _unknown(self, name: str, where: CellRef | None, file: str) -> None:
        near = difflib.get_close_matches(plain(name), _KNOWN, 1)
        self.findings.append(
            Finding(
                code="setting-unknown",
                severity=Severity.WARNING,
                message=f'{file}"{name}" is not a setting; it was left alone.',
                remedy=f'Did you mean "{near[0]}"?' if near else "docs/settings.md lists the settings.",
                where=where,
            )
        )


def load_settings(tables: Iterable[Table], workbook: Path) -> tuple[Settings, list[Finding]]:
    """The settings of a workbook: its tables that list settings, then `<workbook>.toml` beside it if there is one.

    Raises Refused when that file is not TOML.
    """
    loader = _Loader()
    for table in tables:
        if table.has("setting", "value"):
            for row in table.body():
                cell = table.cell(row, "value")
                name = table.text(row, "setting")
                if name:
                    loader.take(name, cell, table.ref(row, "value"))
    beside = workbook.with_suffix(".toml")
    if beside.is_file():
        for name, value in _toml(beside).items():
            loader.take(name, _as_cell(value), None, file=f"{beside.name}: ")
    return loader.settings, loader.findings


def _toml(path: Path) -> dict[str, object]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Refused(
            f"{path.name} is not a TOML file ({error}).", "Mend it, or move it away from the workbook."
        ) from error
    settings = data.get("settings", data)
    return settings if isinstance(settings, dict) else {}


def _as_cell(value: object) -> GridCell:
    if isinstance(value, dt.date):
        return GridCell(CellKind.DATE, dt.datetime(value.year, value.month, value.day))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return GridCell(CellKind.NUMBER, float(value))
    if isinstance(value, list):
        value = ", ".join(str(item) for item in value)
    return GridCell(CellKind.TEXT, "yes" if value is True else str(value))
