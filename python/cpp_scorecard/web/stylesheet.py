"""The one style sheet of an edition: plain, wide margins, dark on white, and a tidy print.

Every colour comes from the palette that is passed in. Sizes are in rem, so that they grow with the reader's own size;
what is wider than the window scrolls inside a region of its own and never the page.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """The colour of a word that judges: fill and ink as ``RRGGBB``."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a page as ``RRGGBB``; `chips` by the name of the tone."""

    ink: str
    quiet: str
    heading: str
    link: str
    rule: str
    band: str
    focus: Chip
    chips: tuple[tuple[str, Chip], ...]
    font: str = "Arial"


_RULES = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { font-size: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: #fff; color: #$ink; font: 1rem/1.5 $font, Helvetica, sans-serif; }
h1, h2, h3, h4 { color: #$heading; line-height: 1.25; margin: 2rem 0 .75rem; overflow-wrap: break-word; }
h1 { font-size: 2rem; margin-top: 1.5rem; }
h2 { font-size: 1.5rem; border-top: 1px solid #$rule; padding-top: 1.25rem; }
h3 { font-size: 1.1875rem; }
h4 { font-size: 1rem; }
p, li, dd { max-width: 44rem; margin: 0 0 .75rem; }
a { color: #$link; text-underline-offset: .15em; overflow-wrap: break-word; }
a:hover { text-decoration-thickness: .18em; }
a:focus-visible, [tabindex]:focus-visible, main:focus-visible {
  outline: 3px solid #$ink; outline-offset: 2px; background: #$focus_fill; color: #$focus_ink; }
[role="region"]:focus-visible { background: none; }
.skip { position: absolute; left: 1rem; top: -10rem; padding: .5rem 1rem; background: #$focus_fill; z-index: 1; }
.skip:focus { top: .5rem; color: #$focus_ink; }
.bar { background: #$heading; color: #fff; padding: .75rem 0; }
.bar p { margin: 0; font-weight: bold; max-width: none; }
.standing { border-bottom: 1px solid #$rule; padding: .5rem 0; margin-bottom: 1rem; }
.standing + h2 { border-top: 0; padding-top: 0; }
.standing p { margin: 0; max-width: none; }
.wide { max-width: 80rem; margin: 0 auto; padding: 0 1rem; }
nav ul { list-style: none; margin: 0; padding: .75rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem;
  border-bottom: 1px solid #$rule; }
nav li { margin: 0; }
nav a { display: inline-block; padding: .25rem 0; }
nav a[aria-current] { color: #$ink; font-weight: bold; text-decoration: none; border-bottom: 4px solid #$heading; }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
.scroll:focus-visible { outline: 3px solid #$ink; outline-offset: 2px; }
table { border-collapse: collapse; min-width: 100%; font-size: .9375rem; line-height: 1.35; }
table.narrow { min-width: min(100%, 47rem); }
caption { text-align: left; font-weight: bold; padding: 0 0 .5rem; }
caption span { display: block; position: sticky; left: 0; max-width: min(78rem, calc(100vw - 3rem)); }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #$rule; text-align: left; vertical-align: top; }
thead th { background: #$band; padding-left: .5rem; vertical-align: bottom; border-bottom: 2px solid #$quiet; }
tbody th, tbody td { padding-left: .5rem; }
tbody th { font-weight: normal; min-width: 14rem; max-width: 30rem; }
td.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th.figure { text-align: right; }
td.short { white-space: nowrap; }
td.long { min-width: 20rem; }
.chip { display: inline-block; padding: .0625rem .5rem; font-weight: bold; border: 1px solid #$ink; }
$chips
dt { font-weight: bold; margin-top: .75rem; }
dd { margin-left: 0; }
figure { margin: 0 0 1rem; }
svg { display: block; height: auto; min-width: 34rem; max-width: 47rem; }
.notes { font-size: .9375rem; color: #$ink; }
.notes p { margin-bottom: .375rem; }
footer { border-top: 1px solid #$rule; margin-top: 2.5rem; padding: 1rem 0 2rem; font-size: .9375rem; }
@media (max-width: 40rem) { h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; }
  tbody th { min-width: 9rem; } td.long { min-width: 14rem; } }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  html { font-size: 9pt; }
  body { font-size: 9pt; }
  td.short { white-space: normal; }
  .skip, nav { display: none; }
  .bar { background: none; color: #$ink; padding: 0; }
  .wide { max-width: none; padding: 0; }
  h1 { font-size: 16pt; margin: .5rem 0; } h2 { font-size: 12pt; } h3, h4 { font-size: 10pt; }
  h1, h2, h3, h4, caption { break-after: avoid; }
  .together { break-inside: avoid; }
  p { max-width: none; }
  .scroll { overflow: visible; break-inside: avoid; }
  table { font-size: 8pt; }
  thead { display: table-header-group; }
  tr, figure, svg { break-inside: avoid; }
  th, td { padding: .2rem .3rem; }
  tbody th { min-width: 0; max-width: none; } td.long { min-width: 0; }
  svg { min-width: 0; max-width: 150mm; }
  .chip { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def stylesheet(colours: Colours) -> str:
    """The rules with their colours, without a line break at either end."""
    chips = "\n".join(f".{name} {{ background: #{chip.fill}; color: #{chip.ink}; }}" for name, chip in colours.chips)
    values = {
        "focus_fill": colours.focus.fill,
        "focus_ink": colours.focus.ink,
        "chips": chips,
        "ink": colours.ink,
        "quiet": colours.quiet,
        "heading": colours.heading,
        "link": colours.link,
        "rule": colours.rule,
        "band": colours.band,
        "font": f'"{colours.font.replace(chr(34), "")}"',
    }
    rules = _RULES
    for name, value in values.items():
        rules = rules.replace(f"${name}", value)
    return rules.strip()
