"""HTML that escapes by itself: text is text wherever it comes from, and only `element` makes markup."""

from __future__ import annotations

import re
from html import escape

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_VOID = frozenset(("meta", "br"))


class Markup(str):
    """Finished HTML. Anything that is a plain `str` is escaped before it becomes part of a page."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | None) -> Markup:
    """One element. Attributes are named as in HTML, `class_` for class and `_` for `-`; one that is None is left out.

    >>> element("p", "a < b", id="x")
    '<p id="x">a &lt; b</p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_CONTROLS.sub("", value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{together(*children)}</{name}>")


def together(*children: str) -> Markup:
    """Children one after the other, texts escaped."""
    return Markup("".join(child if isinstance(child, Markup) else text(child) for child in children))


def text(words: str) -> Markup:
    """Text as HTML; characters that no page may hold are left out."""
    return Markup(escape(_CONTROLS.sub("", words), quote=False))


def lines(words: str) -> Markup:
    """Text whose line breaks are kept."""
    parts = [text(line.strip()) for line in words.split("\n") if line.strip()]
    return Markup("<br>".join(parts))
