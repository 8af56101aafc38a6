"""What sheets have beside the model of pyOpenVBA: charts, conditional formats, lines in cells, page set-up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Thing:
    """An object that the model does not have: its attributes are properties, its functions are methods."""

    com_type = "Thing"


class Bag(Thing):
    """Properties that are only kept."""

    def __init__(self, com_type: str, **values: Any) -> None:
        self.com_type = com_type
        self.__dict__.update(values)


class Collection(Thing):
    """Things by number, from one."""

    def __init__(self, com_type: str, things: list[Any]) -> None:
        self.com_type = com_type
        self.things = things

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self.things)

    def item(self, number: Any) -> Any:
        return self.things[int(number) - 1]


PAGE: dict[str, Any] = dict.fromkeys(
    ("LeftHeader", "CenterHeader", "RightHeader", "LeftFooter", "CenterFooter", "RightFooter", "PrintArea",
     "PrintTitleRows"), "",
) | dict.fromkeys(
    ("LeftMargin", "RightMargin", "TopMargin", "BottomMargin", "HeaderMargin", "FooterMargin"), 0.5
) | {"Orientation": 1, "PaperSize": 9, "Zoom": 100, "FitToPagesWide": False, "FitToPagesTall": False,
     "CenterHorizontally": False}  # fmt: skip


@dataclass
class Chart:
    """A chart on a sheet: the formulas of its series."""

    series: list[str]


@dataclass
class SheetExtras:
    """What a sheet has beside the model: charts, conditional formats, lines in cells, page set-up."""

    charts: list[Chart] = field(default_factory=list)
    rules: int = 0
    sparklines: list[str] = field(default_factory=list)
    page: Bag = field(default_factory=lambda: Bag("PageSetup", **PAGE))
    tab: Bag = field(default_factory=lambda: Bag("Tab", ColorIndex=-4142, Color=0))
    breaks: list[Bag] = field(default_factory=list)

    def copied(self) -> SheetExtras:
        return SheetExtras(
            [Chart(list(chart.series)) for chart in self.charts],
            self.rules,
            list(self.sparklines),
            Bag("PageSetup", **{k: v for k, v in vars(self.page).items() if k != "com_type"}),
            Bag("Tab", ColorIndex=self.tab.ColorIndex, Color=self.tab.Color),  # type: ignore[attr-defined]
            list(self.breaks),
        )


@dataclass
class BookExtras:
    """The state of a workbook that the model does not keep."""

    origin: Path | None = None
    """The file it was opened from."""
    before: Any = None
    """Its cells then."""
    states: dict[str, Any] = field(
        default_factory=lambda: {
            "ReadOnly": False, "AutoSaveOn": False, "Final": False, "FileFormat": 51, "MultiUserEditing": False,
        }
    )  # fmt: skip


def extras(sheet: Any) -> SheetExtras:
    """What `sheet` has beside the model."""
    if not hasattr(sheet, "extras"):
        sheet.extras = SheetExtras()
    found: SheetExtras = sheet.extras
    return found


def chart_object(chart: Chart) -> Bag:
    def series() -> Collection:
        made = []
        for place, formula in enumerate(chart.series):
            made.append(_Series(chart, place, formula))
        return Collection("SeriesCollection", made)

    inner = Bag("Chart")
    inner.SeriesCollection = series  # type: ignore[attr-defined]
    return Bag("ChartObject", Chart=inner)


class _Series(Thing):
    com_type = "Series"

    def __init__(self, chart: Chart, place: int, _formula: str) -> None:
        self.__dict__.update(chart=chart, place=place)

    @property
    def Formula(self) -> str:  # noqa: N802
        found: str = self.__dict__["chart"].series[self.__dict__["place"]]
        return found

    @Formula.setter
    def Formula(self, text: str) -> None:  # noqa: N802
        self.__dict__["chart"].series[self.__dict__["place"]] = text


def drawn(book: Any, sheet: Any) -> tuple[int, list[Chart], list[str]]:
    """Conditional formats, charts and lines in cells of a sheet, from its parts."""
    package = book.package
    if package is None or not sheet.part_name:
        return 0, [], []
    xml = package.read(sheet.part_name).decode("utf-8")
    rules = xml.count("<conditionalFormatting")
    lines = re.findall(r"<xm:f>([^<]*)</xm:f>", xml)
    charts = []
    for drawing in _related(package, sheet.part_name, "drawing"):
        for chart in _related(package, drawing, "chart"):
            formulas = re.findall(r"<c:f>([^<]*)</c:f>", package.read(chart).decode("utf-8"))
            charts.append(Chart([formula.replace("&apos;", "'").replace("&amp;", "&") for formula in formulas]))
    return rules, charts, lines[:1]


def _related(package: Any, part: str, kind: str) -> list[str]:
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if not package.has(rels):
        return []
    found = []
    for element in re.findall(r"<Relationship [^>]*>", package.read(rels).decode("utf-8")):
        if re.search(rf'Type="[^"]*/{kind}"', element):
            target = re.search(r'Target="([^"]*)"', element)
            assert target is not None
            steps = target[1].lstrip("/").split("/") if target[1].startswith("/") else [*folder.split("/")]
            if not target[1].startswith("/"):
                for step in target[1].split("/"):
                    steps = steps[:-1] if step == ".." else [*steps, step]
            found.append("/".join(steps))
    return found
