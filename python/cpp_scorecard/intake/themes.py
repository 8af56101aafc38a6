"""Spotlight themes from their TOML files: those that ship and the council's own, which go first.

A file with mistakes is left out, and each mistake is a finding that names file, place and what to write.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cpp_scorecard.core.assessment import TREND_MONTHS
from cpp_scorecard.core.code_groups import CodeGroup
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.panel import MOST_COLUMNS, ChartKind
from cpp_scorecard.core.people import Cohort, Field
from cpp_scorecard.core.period import PeriodKind
from cpp_scorecard.core.spotlight_theme import (
    Agreement,
    Conditions,
    DatasetPanel,
    Drawn,
    IndicatorsPanel,
    PanelShows,
    PanelWords,
    PeoplePanel,
    PlannedPage,
    PlannedPanel,
    ShareByPanel,
    Theme,
    Wanted,
)
from cpp_scorecard.intake.theme_tables import ThemeTable

_OVER = {"months": PeriodKind.MONTH, "quarters": PeriodKind.QUARTER, "years": PeriodKind.YEAR}
_ORDERS = {"given": "given", "size": "size"}
_FIELDS = {one.value: one for one in Field}
_NO_CHART = "none"


@dataclass(frozen=True, slots=True)
class _Set:
    """A field with groups in an order, as a theme names them."""

    field: Field
    groups: tuple[str, ...]


@cache
def shipped_themes() -> tuple[Theme, ...]:
    """Every theme that comes with the product, in the order of its file names."""
    found = []
    folder = files("cpp_scorecard.intake").joinpath("layouts/themes")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            theme, mistakes = parse_theme(tomllib.loads(file.read_text("utf-8")), file.name)
            if theme is None:
                raise ValueError(f"{file.name}: {mistakes}")
            found.append(theme)
    return tuple(found)


def read_themes(names: Iterable[str], folder: Path) -> tuple[tuple[Theme, ...], list[Finding]]:
    """The council's own themes from the files `names` in `folder`, then those that ship under other names."""
    own: dict[str, Theme] = {}
    findings: list[Finding] = []
    for name in names:
        theme, mistakes = _read(folder, name)
        if theme is not None and folded(theme.name) in own:
            mistakes = [f'another file has a theme called "{theme.name}" too; give each its own name.']
        elif theme is not None:
            own[folded(theme.name)] = theme
        findings += [
            Finding(
                code="theme-unusable",
                severity=Severity.WARNING,
                message=f"{name}: {mistake} The theme is left out.",
                remedy="Correct the file; docs/spotlight.md has every key.",
            )
            for mistake in mistakes
        ]
    return (*own.values(), *(t for t in shipped_themes() if folded(t.name) not in own)), findings


def _read(folder: Path, name: str) -> tuple[Theme | None, list[str]]:
    if Path(name).name != name or not (folder / name).is_file():
        return None, ["there is no such file beside the workbook; put it there, or correct its name in Settings."]
    try:
        data = tomllib.loads((folder / name).read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [f"it is not a TOML file ({error})."]
    except OSError as error:
        return None, [f"it cannot be read ({error.strerror})."]
    return parse_theme(data, name)


def parse_theme(data: dict[str, Any], file: str) -> tuple[Theme | None, list[str]]:
    """A theme from the tables of its file, or None and its mistakes in words."""
    mistakes: list[str] = []
    top = ThemeTable(data, "", mistakes)
    name = top.text("name", None)
    title = top.text("title", None)
    about = top.choice("list", {c.value: c for c in Cohort}, None) if top.has("list") else None
    groups: list[CodeGroup] = []
    sets = _sets(top.table("sets"), groups)
    pages = [_page(one, sets, top.has("list")) for one in top.tables("pages", "page")]
    theme = Theme(
        name=name,
        title=title,
        introduction=top.text("introduction"),
        pages=tuple(pages),
        about=about,
        groups=tuple(groups),
        source=top.text("source"),
        people=top.text("people", "people"),
        file=file,
    )
    if not top.has("pages"):
        top.wrong("there is no page; write [[pages]] and under it [[pages.panels]]")
    top.asked.add("list")
    top.finish()
    return (None if mistakes else theme), mistakes


def _sets(table: ThemeTable | None, groups: list[CodeGroup]) -> dict[str, _Set]:
    found: dict[str, _Set] = {}
    for name in table.data if table else ():
        assert table is not None, "it has names"
        one = table.table(name)
        if one is None:
            continue
        of = one.choice("field", _FIELDS, None)
        names: list[str] = []
        if isinstance(one.data.get("groups"), dict):
            listed = one.table("groups")
            assert listed is not None, "it is a table"
            for group in listed.data:
                codes = listed.texts(group, required=True)
                names.append(group)
                if of is not None:
                    groups.append(CodeGroup(of, group, codes))
        else:
            names = list(one.texts("groups", required=True))
        one.finish()
        if of is not None:
            found[name.casefold()] = _Set(of, tuple(names))
    return found


def _page(table: ThemeTable, sets: dict[str, _Set], names_list: bool) -> PlannedPage:
    page = PlannedPage(
        title=table.text("title", None),
        panels=tuple(p for one in table.tables("panels", "panel") if (p := _panel(one, sets, names_list)) is not None),
        where=_conditions(table, "who", sets),
    )
    if not table.has("panels"):
        table.wrong("the page has no panel; write [[pages.panels]] under it")
    table.finish()
    return page


def _panel(table: ThemeTable, sets: dict[str, _Set], names_list: bool) -> PlannedPanel | None:
    shows = table.choice("shows", {one.value: one for one in PanelShows}, None)
    words = PanelWords(table.text("title", None), table.text("unit"), table.text("alternative"), table.text("note"))
    highlight = table.text("highlight")
    made: PlannedPanel | None = None
    match shows:
        case PanelShows.NUMBERS | PanelShows.SHARES:
            drawn = Drawn(_chart(table, ChartKind.BAR, ChartKind.COLUMN), highlight)
            made = _people(table, words, drawn, sets, shows is PanelShows.SHARES)
        case PanelShows.SHARE_BY:
            drawn = Drawn(_chart(table, ChartKind.COLUMN, ChartKind.BAR), highlight)
            made = _share_by(table, words, drawn, sets)
        case PanelShows.DATASET:
            drawn = Drawn(_chart(table, ChartKind.LINE, ChartKind.COLUMN, ChartKind.STACKED), highlight)
            over = table.choice("over", _OVER, PeriodKind.MONTH) or PeriodKind.MONTH
            made = DatasetPanel(words, drawn, _rows(table), over, table.number("last", 6, MOST_COLUMNS))
        case PanelShows.INDICATORS:
            drawn = Drawn(_chart(table, ChartKind.LINE, ChartKind.COLUMN), highlight)
            made = IndicatorsPanel(words, drawn, _rows(table), table.number("last", TREND_MONTHS, TREND_MONTHS))
        case None:
            return None  # which keys it may have depends on what it shows
    if isinstance(made, PeoplePanel | ShareByPanel) and not names_list:
        table.wrong('it counts people, and the theme names no list; write list = "care leavers" at the top')
    table.finish()
    return made


def _chart(table: ThemeTable, usual: ChartKind, *others: ChartKind) -> ChartKind | None:
    options: dict[str, ChartKind | str] = {one.value: one for one in (usual, *others)}
    found = table.choice("chart", {**options, _NO_CHART: _NO_CHART}, usual)
    return found if isinstance(found, ChartKind) else None


def _set(table: ThemeTable, key: str, sets: dict[str, _Set]) -> _Set:
    """The set of groups that `key` names, or a field without any."""
    options = {**{one.value: _Set(one, ()) for one in Field}, **sets}
    return table.choice(key, options, None) or _Set(Field.AGE, ())  # a stand-in: a theme with a mistake is left out


def _narrowed(table: ThemeTable, key: str, groups: str, sets: dict[str, _Set]) -> _Set:
    """The set that `key` names, with the groups that the panel lists instead, where it does."""
    found, listed = _set(table, key, sets), table.texts(groups)
    if not listed and not found.groups:
        table.wrong(
            f'"{groups}" is missing; write {groups} = ["...", "..."], or name one of the theme\'s sets in {key}'
        )
    return _Set(found.field, listed or found.groups)


def _people(
    table: ThemeTable, words: PanelWords, drawn: Drawn, sets: dict[str, _Set], with_shares: bool
) -> PeoplePanel:
    by = _narrowed(table, "by", "groups", sets)
    return PeoplePanel(
        words,
        drawn,
        where=_conditions(table, "who", sets),
        by=by.field,
        groups=by.groups,
        with_shares=with_shares,
        label=table.text("label", "{group}"),
        otherwise=table.text("otherwise"),
        leave_out=table.texts("leave-out"),
        is_by_size=table.choice("order", _ORDERS, "given") == "size",
        last=table.texts("last"),
        hides_empty=table.yes("hide-empty", False),
        numbers_label=table.text("numbers-label", "Number"),
        shares_label=table.text("shares-label", "Share"),
        agreements=_agreements(table),
    )


def _share_by(table: ThemeTable, words: PanelWords, drawn: Drawn, sets: dict[str, _Set]) -> ShareByPanel:
    across = _narrowed(table, "across", "columns", sets)
    return ShareByPanel(
        words,
        drawn,
        where=_conditions(table, "who", sets),
        by=_set(table, "by", sets).field,
        group=table.text("group", None),
        across=across.field,
        columns=across.groups,
        label=table.text("label", "{group}"),
        total=table.text("total", "Total"),
        numbers_label=table.text("numbers-label", "Numbers in cohort"),
        shares_label=table.text("shares-label"),
        leave_out=table.texts("leave-out"),
        agreements=_agreements(table),
    )


def _conditions(table: ThemeTable, key: str, sets: dict[str, _Set]) -> Conditions:
    inside = table.table(key)
    if inside is None:
        return {}
    fields = {**_FIELDS, **{name: one.field for name, one in sets.items()}}
    found: dict[Field, tuple[str, ...]] = {}
    for name in inside.data:
        of = fields.get(name.casefold())
        if of is None:
            inside.wrong(f'"{name}" is no field; the fields are {", ".join(_FIELDS)}')
        else:
            found[of] = inside.texts(name, required=True)
    return found


def _rows(table: ThemeTable) -> tuple[Wanted, ...]:
    tables = table.tables("rows", "row")
    if not tables:
        table.wrong('"rows" is missing; write rows = [{ words = "..." }, { reference = "..." }]')
    found = tuple(_wanted(one) for one in tables)
    for one in tables:
        one.finish()
    return found


def _wanted(table: ThemeTable) -> Wanted:
    wanted = Wanted(
        reference=table.text("reference"),
        name=table.text("name"),
        words=table.patterns("words"),
        area=table.pattern("area"),
        below=table.pattern("below"),
        label=table.text("label"),
        is_drawn=table.yes("drawn", True),
    )
    if not (wanted.reference or wanted.name or wanted.words):
        table.wrong('it names no row; write reference = "...", name = "..." or words = "..."')
    return wanted


def _agreements(table: ThemeTable) -> tuple[Agreement, ...]:
    found = []
    for one in table.tables("agrees", "agrees"):
        group = one.text("group", None)
        found.append(Agreement(_wanted(one), group))
        one.finish()
    return tuple(found)
