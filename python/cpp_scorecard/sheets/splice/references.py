"""Sheet names inside formulas: our sheets as the council calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PIECE = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|'((?:[^']|'')+)'!"  # a quoted sheet name
    r"|(?<![\w.\]'])([^\W\d][\w.]*)!"  # a plain one
)
_PLAIN = re.compile(r"[^\W\d]\w*\Z")
_LIKE_A_CELL = re.compile(r"(?:[A-Z]{1,3}\d{1,7}|R\d*|C\d*|R\d*C\d*|TRUE|FALSE)\Z", re.IGNORECASE)


class SheetNames:
    """Rendered sheet names and the names that the sheets have in the council's workbook."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names` from the rendered name to the one in use."""
        self._names = {rendered.casefold(): used for rendered, used in names.items() if rendered != used}

    def __bool__(self) -> bool:
        """Whether any sheet has another name."""
        return bool(self._names)

    def in_formula(self, formula: str) -> str:
        """The formula, reference or defined name with every mention of a renamed sheet under its name in use.

        What stands between double quotes is text and stays.
        """
        if not self._names or "!" not in formula:
            return formula
        return _PIECE.sub(self._renamed, formula)

    def _renamed(self, found: re.Match[str]) -> str:
        written = found.group(1).replace("''", "'") if found.group(1) else found.group(2)
        used = self._names.get((written or "").casefold())
        return found.group() if used is None else f"{quoted(used)}!"


def sheets_in(formula: str) -> Iterator[str]:
    """The sheets that `formula` mentions, as it writes them: ``A:C`` for a span of sheets, ``[a.xlsx]B`` elsewhere."""
    if "!" in formula:
        for found in _PIECE.finditer(formula):
            if found.group(1) or found.group(2):
                yield found.group(1).replace("''", "'") if found.group(1) else found.group(2)


def quoted(name: str) -> str:
    """A sheet name as formulas write it: in quotes unless it is a plain word that could be nothing else."""
    if _PLAIN.match(name) and not _LIKE_A_CELL.match(name):
        return name
    return "'" + name.replace("'", "''") + "'"
