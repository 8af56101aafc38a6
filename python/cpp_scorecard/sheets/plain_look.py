"""The look of plain tables: the theme's fonts and ink, nothing that has to be seen to be understood.

Source: "Making spreadsheets accessible: checklist of the basics", Government Analysis Function: text of 12 points and
more that wraps, no fills, no lines that divide data, headings that are tagged as headings.
"""

from __future__ import annotations

from cpp_scorecard.sheets.look_xml import Look
from cpp_scorecard.sheets.model import Role
from cpp_scorecard.sheets.named_styles import HEADING_1, HEADING_2
from cpp_scorecard.sheets.theme import Theme

SMALLEST = 12.0
"""Points of the smallest text."""
_HEADINGS = {Role.TITLE: 16.0, Role.HEADING: 14.0}
_RIGHT = (Role.FIGURE, Role.MISSING)


def plain_theme(theme: Theme) -> Theme:
    """`theme` without fills, borders, turned text, small or slanted letters, widths of its own and logo."""
    ink = theme.looks[Role.TEXT].rgb
    looks = {role: _plain(role, look, ink) for role, look in theme.looks.items()}
    return Theme(looks=looks, widths={}, built_in={Role.TITLE: HEADING_1, Role.HEADING: HEADING_2})


def _plain(role: Role, look: Look, ink: str) -> Look:
    return Look(
        font_name=look.font_name,
        font_size=_HEADINGS.get(role, SMALLEST),
        bold=look.bold and role is not Role.LATEST,
        underline=role is Role.LINK,
        rgb=look.rgb if role is Role.LINK else ink,
        horizontal="right" if role in _RIGHT else "left",
        vertical="top",
        wrap=role is not Role.TITLE,
        number_format=look.number_format,
    )
