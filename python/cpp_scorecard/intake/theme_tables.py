"""The tables of a theme's file, read key by key: every mistake is kept, in words that say what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cpp_scorecard.core.folding import folded

_T = TypeVar("_T")
_WRITTEN = {
    "pages": "write [[pages]] above each",
    "panels": "write [[pages.panels]] above each",
    "rows": 'write rows = [{{ words = "..." }}]',
    "agrees": 'write agrees = {{ group = "...", words = "..." }}',
}
"""How a theme writes a list of tables, by its key."""
_LONGEST = 2_000
"""Characters of one text: more would not be read on a page, nor fit a row of a sheet."""


@dataclass(slots=True)
class ThemeTable:
    """One table of the file. Keys that nobody asked for are mistakes, see `finish`."""

    data: dict[str, Any]
    at: str
    """Where it stands: `page 1, panel 2`; empty for the file itself."""
    mistakes: list[str]
    asked: set[str] = field(default_factory=set)

    def wrong(self, message: str) -> None:
        """Keep a mistake of this table, as a sentence."""
        sentence = message if message.endswith("?") else f"{message}."
        self.mistakes.append(f"{self.at}: {sentence}" if self.at else sentence)

    def has(self, key: str) -> bool:
        """Whether the table has `key`."""
        return key in self.data

    def _take(self, key: str) -> Any:
        self.asked.add(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = "") -> str:
        """A text; None as the default says that there has to be one."""
        found = self._take(key)
        if found is None:
            if default is None:
                self.wrong(f'"{key}" is missing; write {key} = "..."')
            return default or ""
        if not isinstance(found, str):
            self.wrong(f'"{key}" has to be a text; write {key} = "..."')
            return default or ""
        if len(found) > _LONGEST or not all(one.isprintable() or one in "\n\t" for one in found):
            self.wrong(f'"{key}" has to be up to {_LONGEST:,} characters that can be printed')
            return default or ""
        return found.strip()

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts, or one text alone; whole numbers are texts too."""
        found = self._take(key)
        if found is None:
            if required:
                self.wrong(f'"{key}" is missing; write {key} = ["...", "..."]')
            return ()
        listed = found if isinstance(found, list) else [found]
        if not listed or not all(isinstance(one, str | int) and not isinstance(one, bool) for one in listed):
            self.wrong(f'"{key}" has to be a list of texts; write {key} = ["...", "..."]')
            return ()
        return tuple(str(one).strip() for one in listed)

    def patterns(self, key: str) -> tuple[str, ...]:
        """Regular expressions."""
        found = self.texts(key)
        for one in found:
            try:
                re.compile(one)
            except re.error as error:
                self.wrong(f'"{key}" holds "{one}", which is no regular expression ({error}); write plain words')
                return ()
        return found

    def pattern(self, key: str) -> str:
        """One regular expression or nothing."""
        found = self.patterns(key)
        if len(found) > 1:
            self.wrong(f'"{key}" has to be one text')
        return found[0] if found else ""

    def number(self, key: str, default: int, highest: int) -> int:
        """A whole number from 1 to `highest`."""
        found = self._take(key)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= highest:
            self.wrong(f'"{key}" has to be a whole number from 1 to {highest}')
            return default
        return found

    def yes(self, key: str, default: bool) -> bool:
        """True or false."""
        found = self._take(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            self.wrong(f'"{key}" has to be true or false, without quotes')
            return default
        return found

    def choice(self, key: str, options: Mapping[str, _T], default: _T | None) -> _T | None:
        """One of `options`; None as the default says that there has to be one (and is what a mistake gives)."""
        found = self._take(key)
        if found is None:
            if default is None:
                self.wrong(f'"{key}" is missing; write one of {_listed(options)}')
            return default
        known = options.get(folded(found)) if isinstance(found, str) else None
        if known is None:
            self.wrong(f'"{key}" is "{found}"; write one of {_listed(options)}')
            return default
        return known

    def table(self, key: str) -> ThemeTable | None:
        """A table inside this one."""
        found = self._take(key)
        if found is None:
            return None
        if not isinstance(found, dict):
            self.wrong(f'"{key}" has to be a table; write {key} = {{ ... }}')
            return None
        return ThemeTable(found, f"{self.at}, {key}".strip(", "), self.mistakes)

    def tables(self, key: str, name: str) -> list[ThemeTable]:
        """Tables in their order, each known as `name` and its number; one table alone is a list of one."""
        found = self._take(key)
        listed = [found] if isinstance(found, dict) else found
        if listed is None:
            return []
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            self.wrong(f'"{key}" has to be a list of tables; {_WRITTEN.get(key, "write [[{key}]]").format(key=key)}')
            return []
        return [
            ThemeTable(one, f"{self.at}, {name} {number}".strip(", "), self.mistakes)
            for number, one in enumerate(listed, 1)
        ]

    def finish(self) -> None:
        """Keep a mistake for every key that is none of those asked for."""
        for key in self.data:
            if key not in self.asked:
                near = difflib.get_close_matches(key, self.asked, 1)
                advice = f'did you mean "{near[0]}"?' if near else f"the keys here are {', '.join(sorted(self.asked))}"
                self.wrong(f'"{key}" is no key here; {advice}')


def _listed(options: Mapping[str, object]) -> str:
    return ", ".join(f'"{one}"' for one in options)
