"""Which member of a COM object answers a call: ours by kind and name where there is one, else the model's."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pyopenvba.interpreter import MISSING

from tests.tools.excel_things import BookExtras, Collection, Thing

_TAKE_ARGUMENTS = {"Range", "Resize", "Offset", "Item", "End", "Evaluate", "Run", "Union", "Intersect", "Text"}


class SheetGroup(Thing):
    """Several sheets at once, as `Worksheets(["a", "b"])` gives them."""

    com_type = "Sheets"

    def __init__(self, members: Dispatch, sheets: list[Any]) -> None:
        self.members, self.sheets = members, sheets

    def Copy(self, Before: Any = MISSING, After: Any = MISSING) -> object:  # noqa: N802, N803
        return self.members.copy_group(self.sheets, Before, After)


class Dispatch:
    """Members of COM objects; a class on it has its own as `get_Kind_Name`, `set_Kind_Name` and `call_Kind_Name`."""

    app_states: dict[str, Any]

    def copy_group(self, sheets: list[Any], before: Any, after: Any) -> object:
        """Copy sheets at once."""
        raise NotImplementedError

    def is_method(self, thing: Any, name: str) -> bool:
        """Whether a late-bound object answers `name` with something to call."""
        if isinstance(thing, Thing):
            return callable(getattr(thing, name, None)) and not isinstance(getattr(type(thing), name, None), property)
        if hasattr(self, f"call_{thing.vba_type_name}_{name}"):
            return True
        if self._own(thing, "get", name) or self._state(thing, name) is not None:
            return False
        spec = thing.vba_member(name)
        if spec is None:
            return name.startswith("Get") and thing.vba_member(name[3:]) is not None
        takes, needs = _arguments(spec.getter)
        return spec.kind == "method" or (name in _TAKE_ARGUMENTS and takes) or needs

    def get(self, thing: Any, name: str) -> Any:
        if isinstance(thing, Thing):
            return getattr(thing, name)
        own = self._own(thing, "get", name)
        if own is not None:
            return own(thing)
        state = self._state(thing, name)
        if state is not None:
            return state[name]
        return thing.vba_get(name)

    def set(self, thing: Any, name: str, value: Any) -> None:
        if isinstance(thing, Thing):
            setattr(thing, name, value)
            return
        own = self._own(thing, "set", name)
        if own is not None:
            own(thing, value)
        elif (state := self._state(thing, name)) is not None:
            state[name] = value
        else:
            thing.vba_set(name, value)

    def call(self, thing: Any, name: str, given: Sequence[Any], named: dict[str, Any]) -> Any:
        if isinstance(thing, Thing):
            return getattr(thing, name)(*given, **named)
        own = self._own(thing, "call", name)
        if own is not None:
            return own(thing, *given, **named)
        if thing.vba_member(name) is None and name.startswith("Get"):
            name = name[3:]
        return thing.vba_get(name, given, named)

    def item(self, thing: Any, given: Sequence[Any]) -> Any:
        if isinstance(thing, Collection):
            return thing.item(*given)
        if given and isinstance(given[0], (list, tuple)):
            return SheetGroup(self, [thing.vba_get("Item", [name]) for name in given[0]])
        default = "Item" if thing.vba_member("Item") else thing.vba_default_member().name
        return thing.vba_get(default, given)

    def iterate(self, thing: Any) -> Iterator[Any]:
        if isinstance(thing, Collection):
            return iter(thing.things)
        found: Iterator[Any] = iter(thing.vba_iterate())
        return found

    def _own(self, thing: Any, how: str, name: str) -> Any:
        return getattr(self, f"{how}_{thing.vba_type_name}_{name}", None)

    def _state(self, thing: Any, name: str) -> dict[str, Any] | None:
        if thing.vba_type_name == "Application":
            return self.app_states if name in self.app_states else None
        if thing.vba_type_name == "Workbook":
            if not hasattr(thing, "extras"):
                thing.extras = BookExtras()
            states: dict[str, Any] = thing.extras.states
            return states if name in states else None
        return None


@cache
def _arguments(getter: Any) -> tuple[bool, bool]:
    """Whether what gets a member takes arguments, and whether it needs any."""
    parameters = list(inspect.signature(getter).parameters.values())[1:] if getter else []
    needed = [p for p in parameters if p.default is p.empty and p.kind is not p.VAR_POSITIONAL]
    return bool(parameters), bool(needed)
