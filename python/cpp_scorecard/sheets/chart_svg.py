"""A chart as a drawing for a page (SVG), by the same plan as the chart of a workbook.

Looks are attributes, not styles, so that a page may forbid every style but its own. Sizes are in points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from cpp_scorecard.core.panel import ChartKind
from cpp_scorecard.sheets.chart_bars import is_share
from cpp_scorecard.sheets.chart_elements import plain
from cpp_scorecard.sheets.chart_look import WHITE, Fill
from cpp_scorecard.sheets.chart_plan import AIR, EDGE, Label, Material, Plan, SeriesPlan

_SVG = "http://www.w3.org/2000/svg"
_PIXELS = 4 / 3
"""Pixels in a point."""
_DASHES = {"dash": "6 4", "sysDot": "1.5 3", "lgDashDot": "10 4 2 4", "sysDash": "4 3", "lgDashDotDot": "10 4 2 4 2 4"}
_OVERLAP = 0.08
"""The space between bars that stand side by side, as a share of a bar."""
_PATTERNS = {
    "wdUpDiag": ("M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6", 2.0),
    "ltUpDiag": ("M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6", 0.8),
    "lgGrid": ("M0,0 L8,0 M0,0 L0,8", 1.4),
    "dkHorz": ("M0,2 L8,2 M0,6 L8,6", 2.2),
}


def chart_svg(given: Material, drawn: Plan, title: str, key: str) -> str:
    """The drawing as markup; its title and the chart in words are read in its place. `key` keeps its names apart."""
    return _Drawing(given, drawn, key).markup(title)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where figures lie on an axis of `length` points that begins at `start`; a negative length runs upwards."""

    low: float
    high: float
    start: float
    length: float

    def at(self, figure: float) -> float:
        span = self.high - self.low
        return self.start + (figure - self.low) / span * self.length if span else self.start


class _Drawing:
    def __init__(self, given: Material, drawn: Plan, key: str) -> None:
        self.given, self.drawn, self.key = given, drawn, key
        self.chart, self.palette = given.chart, given.palette
        left, top, right, bottom = drawn.margins
        self.left, self.top = left, top
        self.width, self.height = given.width - left - right, given.height - top - bottom
        self.root = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG})  # type: ignore[dict-item]
        self.patterns: dict[Fill, str] = {}

    def markup(self, title: str) -> str:
        wide, high = self.given.width, self.given.height
        named, told = f"{self.key}-title", f"{self.key}-words"
        for name, value in (
            ("width", _number(wide * _PIXELS)),
            ("height", _number(high * _PIXELS)),
            ("viewBox", f"0 0 {_number(wide)} {_number(high)}"),
            ("role", "img"),
            ("aria-labelledby", f"{named} {told}"),
            ("font-family", f"{self.palette.font}, sans-serif"),
            ("font-size", _number(self.palette.size)),
        ):
            self.root.set(name, value)
        self._add("title", title, id=named)
        self._add("desc", self.chart.alternative, id=told)
        if self.chart.kind is ChartKind.LINE:
            self._lines()
        elif self.chart.kind is ChartKind.STACKED:
            self._stacked()
        else:
            self._bars()
        if self.drawn.has_legend:
            self._legend()
        return str(etree.tostring(self.root, encoding="unicode"))

    # --- bars --------------------------------------------------------------------------------------

    def _bars(self) -> None:
        lies, drawn = self.chart.kind is ChartKind.BAR, self.drawn
        figures = self.given.figures
        low = drawn.lowest if drawn.lowest is not None else min(0.0, *figures)
        high = drawn.highest if drawn.highest is not None else max(0.0, *figures)
        scale = self._scale(low, high, lies=lies)
        band = (self.height if lies else self.width) / len(self.given.categories)
        several = len(self.given.rows)
        thick = band / (several * (1 + _OVERLAP) - _OVERLAP + drawn.gap / 100)
        around = (band - thick * (several * (1 + _OVERLAP) - _OVERLAP)) / 2
        for place, (row, planned) in enumerate(zip(self.given.rows, drawn.series, strict=True)):
            for at, figure in enumerate(row):
                if figure is None:
                    continue
                begin = at * band + around + place * thick * (1 + _OVERLAP)
                ends = sorted((scale.at(0.0), scale.at(figure)))
                fill = planned.points.get(at) or planned.fill or Fill(self.palette.point)
                self._bar(lies=lies, ends=ends, begin=begin, thick=thick, fill=fill)
                label = planned.labels.get(at)
                if label is not None:
                    self._bar_label(label, place, figure, scale.at(figure), begin + thick / 2, lies=lies)
        self._names(band, lies=lies)
        self._base(scale.at(0.0), lies=lies)

    def _scale(self, low: float, high: float, *, lies: bool) -> _Scale:
        return (
            _Scale(low, high, self.left, self.width)
            if lies
            else _Scale(low, high, self.top + self.height, -self.height)
        )

    def _bar(self, *, lies: bool, ends: Sequence[float], begin: float, thick: float, fill: Fill) -> None:
        start, long = ends[0], ends[1] - ends[0]
        x, y, w, h = (start, self.top + begin, long, thick) if lies else (self.left + begin, start, thick, long)
        edge = WHITE if self.chart.kind is ChartKind.STACKED and not fill.pattern else self.palette.quiet
        self._add("rect", x=x, y=y, width=w, height=h, fill=self._inside(fill), stroke=f"#{edge}", stroke_width=0.75)

    def _bar_label(self, label: Label, place: int, figure: float, end: float, middle: float, *, lies: bool) -> None:
        text, name = self.given.text(figure), self.given.names[place]
        if lies:
            said = f"{name}  {text}" if label.named else text
            before = figure < 0
            self._text(end + (-4 if before else 4), self.top + middle, said, label, anchor="end" if before else "start")
            return
        lines = [name, text] if label.named else [text]
        for up, line in enumerate(reversed(lines)):
            at = end - 3 - self.palette.size * (0.4 + 1.2 * up)
            self._text(self.left + middle, at, line, label, anchor="middle")

    def _stacked(self) -> None:
        given, drawn = self.given, self.drawn
        band = self.height / len(given.categories)
        thick = band / (1 + drawn.gap / 100)
        for at in range(len(given.categories)):
            whole = drawn.highest if is_share(self.chart) else sum(row[at] or 0 for row in given.rows)
            done = self.left
            for place, (row, planned) in enumerate(zip(given.rows, drawn.series, strict=True)):
                figure = row[at]
                if not figure or not whole:
                    continue
                long = figure / whole * self.width
                fill = planned.fill or Fill(self.palette.point)
                begin = at * band + (band - thick) / 2
                self._bar(lies=True, ends=(done, done + long), begin=begin, thick=thick, fill=fill)
                label = planned.labels.get(at)
                if label is not None:
                    lines = [given.names[place], given.text(figure)] if label.named else [given.text(figure)]
                    for down, line in enumerate(lines):
                        y = self.top + (at + 0.5) * band + (down - (len(lines) - 1) / 2) * self.palette.size * 1.2
                        self._text(done + long / 2, y, line, label, anchor="middle")
                done += long
        self._names(band, lies=True)

    # --- lines -------------------------------------------------------------------------------------

    def _lines(self) -> None:
        drawn = self.drawn
        assert drawn.lowest is not None, "the axis of lines has ends"
        assert drawn.highest is not None, "the axis of lines has ends"
        scale = self._scale(drawn.lowest, drawn.highest, lies=False)
        self._grid(scale)
        self._base(self.top + self.height, lies=False)
        band = self.width / len(self.given.categories)
        for place, (row, planned) in enumerate(zip(self.given.rows, drawn.series, strict=True)):
            points = [None if f is None else (self.left + (at + 0.5) * band, scale.at(f)) for at, f in enumerate(row)]
            self._line(points, planned)
            for at, label in sorted(planned.labels.items()):
                where = points[at]
                if where is not None:
                    self._line_label(where, label, place, row[at])
        self._names(band, lies=False, every=drawn.label_every)

    def _grid(self, scale: _Scale) -> None:
        low, high, step = self.drawn.lowest or 0.0, self.drawn.highest or 1.0, self.drawn.step or 1.0
        for count in range(round((high - low) / step) + 1):
            tick = low + step * count
            y, right = scale.at(tick), self.left + self.width
            self._add("line", x1=self.left, y1=y, x2=right, y2=y, stroke=f"#{self.palette.hairline}", stroke_width=0.75)
            self._text(self.left - 4, y, self.given.text(tick), Label("l", self.palette.quiet), anchor="end")

    def _line(self, points: Sequence[tuple[float, float] | None], planned: SeriesPlan) -> None:
        stroke = planned.stroke
        assert stroke is not None, "a line has a stroke"
        dashes = {"stroke_dasharray": _DASHES[stroke.dash]} if stroke.dash in _DASHES else {}
        for run in _runs(points):
            joined = " ".join(f"{_number(x)},{_number(y)}" for x, y in run)
            look = {"fill": "none", "stroke": f"#{stroke.rgb}", "stroke_width": stroke.width, **dashes}
            self._add("polyline", points=joined, stroke_linejoin="round", **look)
        for at, rgb in sorted(planned.markers.items()):
            where = points[at]
            if where is not None:
                self._add("circle", cx=where[0], cy=where[1], r=3.5, fill=f"#{rgb}", stroke=f"#{WHITE}", stroke_width=1)

    def _line_label(self, where: tuple[float, float], label: Label, place: int, figure: float | None) -> None:
        text = self.given.text(figure)
        x, y = where
        size = self.palette.size
        if label.position == "r":
            said = f"{self.given.names[place]}  {text}" if label.named else text
            self._text(x + 7, y + label.shift * self.given.height, said, label, anchor="start")
        else:
            self._text(x, y + (size if label.position == "b" else -size) * 0.8, text, label, anchor="middle")

    # --- what all charts have ----------------------------------------------------------------------

    def _names(self, band: float, *, lies: bool, every: int = 1) -> None:
        """The names of the categories: left of lying bars, under everything else."""
        ink = Label("", self.palette.ink)
        size = self.palette.size
        for at, name in enumerate(self.given.categories):
            if at % every:
                continue
            room = self.left - EDGE - AIR + 0.5 if lies else band * every - 2
            lines = list(_wrapped(name, room, self.palette.wide))
            for down, line in enumerate(lines):
                if lies:
                    y = self.top + (at + 0.5) * band + (down - (len(lines) - 1) / 2) * size * 1.15
                    self._text(self.left - AIR, y, line, ink, anchor="end")
                else:
                    y = self.top + self.height + size * (0.9 + 1.15 * down)
                    self._text(self.left + (at + 0.5) * band, y, line, ink, anchor="middle")

    def _base(self, where: float, *, lies: bool) -> None:
        """The line that bars begin at."""
        bottom, right = self.top + self.height, self.left + self.width
        ends = (where, self.top, where, bottom) if lies else (self.left, where, right, where)
        look = {"stroke": f"#{self.palette.quiet}", "stroke_width": 0.75}
        self._add("line", x1=ends[0], y1=ends[1], x2=ends[2], y2=ends[3], **look)

    def _legend(self) -> None:
        """One entry a series at the foot, in columns as wide as the widest."""
        names, palette = self.given.names, self.palette
        entry = palette.widest(names) + 2.5 * palette.size
        across = max(1, int(self.given.width * 0.9 / entry))
        top = self.given.height - self.given.legend_height + AIR / 2
        for place, (name, planned) in enumerate(zip(names, self.drawn.series, strict=True)):
            x, y = EDGE + place % across * entry, top + place // across * palette.line
            box = palette.size * 0.9
            fill = self._inside(planned.fill or Fill(palette.point))
            self._add("rect", x=x, y=y, width=box, height=box, fill=fill, stroke=f"#{palette.quiet}", stroke_width=0.75)
            self._text(x + box * 1.6, y + box / 2, name, Label("", palette.ink), anchor="start")

    def _inside(self, fill: Fill) -> str:
        """The fill of a bar: a colour, or a pattern of it that is drawn once."""
        if fill.pattern not in _PATTERNS:
            return f"#{fill.rgb}"
        if fill not in self.patterns:
            name = f"{self.key}-fill-{len(self.patterns) + 1}"
            self.patterns[fill] = name
            lines, width = _PATTERNS[fill.pattern]
            made = self._add("pattern", id=name, width=8, height=8, patternUnits="userSpaceOnUse")
            back = etree.SubElement(made, f"{{{_SVG}}}rect", {"width": "8", "height": "8", "fill": f"#{WHITE}"})
            look = {"d": lines, "stroke": f"#{fill.rgb}", "stroke-width": _number(width), "fill": "none"}
            back.addnext(etree.Element(f"{{{_SVG}}}path", look))
        return f"url(#{self.patterns[fill]})"

    def _text(self, x: float, y: float, text: str, label: Label, *, anchor: str) -> None:
        look: dict[str, object] = {"fill": f"#{label.rgb}"}
        if label.bold:
            look["font_weight"] = "bold"
        if label.boxed:
            look |= {"stroke": f"#{WHITE}", "stroke_width": 3, "paint_order": "stroke"}
        self._add("text", text, x=x, y=y + self.palette.size * 0.35, text_anchor=anchor, **look)

    def _add(self, name: str, text: str = "", /, **attributes: object) -> etree._Element:
        written = {
            key if key in ("viewBox", "patternUnits") else key.replace("_", "-"): _number(value)
            if isinstance(value, int | float)
            else plain(str(value))
            for key, value in attributes.items()
        }
        made = etree.SubElement(self.root, f"{{{_SVG}}}{name}", written)
        made.text = plain(text) or None
        return made


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Points without a gap between them, at least two."""
    run: list[tuple[float, float]] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
            continue
        if len(run) > 1:
            yield run
        run = []


def _wrapped(text: str, room: float, wide: Callable[[str], float]) -> Iterator[str]:
    """`text` in lines of at most `room` points, broken at spaces."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and wide(longer) > room:
            yield line
            line = word
        else:
            line = longer
    yield line


def _number(value: float) -> str:
    """A size as it is written: two decimals at most, the same on every machine."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")
