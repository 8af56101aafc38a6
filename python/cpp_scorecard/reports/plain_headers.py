"""Headers and names that are apart from each other, as tables and tabs need them."""

from __future__ import annotations

from collections.abc import Iterable


def apart(texts: Iterable[str]) -> list[str]:
    """Each text on one line, and numbered where one like it stands before.

    >>> apart(["Mar", "mar", "Mar"])
    ['Mar', 'mar (2)', 'Mar (3)']
    """
    taken: set[str] = set()
    found = []
    for text in texts:
        plain = " ".join(text.split()) or "-"
        named, count = plain, 1
        while named.casefold() in taken:
            count += 1
            named = f"{plain} ({count})"
        taken.add(named.casefold())
        found.append(named)
    return found
