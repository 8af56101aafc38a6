"""An Excel to test against, without Excel: what xlwings talks to on Windows, over an in-memory object model.

xlwings' real Windows engine runs on it (`cpp_scorecard.addin.windows_stub`). pyOpenVBA's model keeps cells,
formulas, names, notes and links; what it lacks or does otherwise than Excel is in `excel_members`. Each call is
counted, written to `log`, and can be made to fail.

Proved with it: what the code asks of Excel and in which order, and what becomes of a workbook when Excel says no.
Not proved: that Excel does what the model does. `docs/windows-smoke-test.md` lists what that leaves open.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from cpp_scorecard.addin import windows_stub
from cpp_scorecard.excel.failures import COM_ERROR_BASE

windows_stub.install()

import pywintypes  # type: ignore[import-untyped]  # noqa: E402
import xlwings  # noqa: E402
from pyopenvba.apps.excel import ExcelApplication  # noqa: E402
from pyopenvba.exceptions import VBARuntimeError  # noqa: E402
from pyopenvba.interpreter import EMPTY, MISSING, NOTHING, NULL, VBAArray, VBADate, VBAErrorValue, VBAInt, VBAObject  # noqa: E402
from xlwings import _xlwindows  # noqa: E402

from tests.tools.excel_formulas import read_formulas_once  # noqa: E402
from tests.tools.excel_members import Members  # noqa: E402
from tests.tools.excel_things import Thing  # noqa: E402

read_formulas_once()

REJECTED = -2147418111
"""What COM answers while Excel edits a cell."""
_EXCEPTION = -2147352567


def com_error(said: str, code: int = _EXCEPTION) -> Exception:
    """An error as pywin32 raises it for Excel."""
    details = (0, "Microsoft Excel", said, None, 0, -2146827284)
    error: Exception = pywintypes.com_error(code, "Exception occurred.", details if code == _EXCEPTION else None, None)
    return error


@dataclass(frozen=True)
class Call:
    """One call: on what, which member, with what. `kind` is get, set or call."""

    kind: str
    on: str
    member: str
    given: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"{self.on}.{self.member}"


class FakeExcel:
    """One running Excel. `told` are the message boxes that were shown, `answers` those that are pressed next."""

    def __init__(self) -> None:
        self.model = ExcelApplication()
        self.members = Members(self)
        self.log: list[Call] = []
        self.told: list[str] = []
        self.answers: list[str] = []
        self.on_call: Callable[[Call], None] | None = None
        """Called before each call; what it raises, the caller sees."""
        self.com = Com(self.model.application, self)
        engine: Any = _xlwindows
        engine.get_excel_hwnds = lambda: iter([1])
        engine.get_xl_app_from_hwnd = lambda _hwnd: self.com
        engine.get_xl_apps = lambda: iter([self.com])
        sys.modules["win32api"].MessageBox = self._message_box  # type: ignore[attr-defined]
        self.app: Any = xlwings.App(impl=engine.App(xl=self.com))

    def open(self, path: Path) -> Any:
        """Open a workbook file, as the officer does."""
        return xlwings.Book(impl=_book(Com(self.members.open(path), self)))

    def new(self) -> Any:
        """A workbook that was never saved."""
        return xlwings.Book(impl=_book(Com(self.members.new(), self)))

    def calls(self, member: str, on: str = "") -> list[Call]:
        """The calls of `member`, of an object whose name has `on`."""
        return [call for call in self.log if call.member == member and on in call.on]

    def fail_at(self, number: int, error: Exception | None = None) -> None:
        """Let the call number `number` from now on fail, once, before it has an effect."""
        left = [number]

        def fail(call: Call) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise error or com_error(f"{call} failed")

        self.on_call = fail

    def fail_on(self, member: str, error: Exception | None = None, *, on: str = "", times: int = 1_000) -> None:
        """Let calls of `member` fail."""
        left = [times]

        def fail(call: Call) -> None:
            if call.member == member and on in call.on and left[0]:
                left[0] -= 1
                raise error or com_error(f"{call} failed")

        self.on_call = fail

    def said(self) -> str:
        """The last message box."""
        return self.told[-1] if self.told else ""

    def happens(self, kind: str, on: object, member: str, given: tuple[Any, ...] = ()) -> None:
        """Note a call, and fail it where a test wants that."""
        call = Call(kind, name_of(on), member, given)
        self.log.append(call)
        if self.on_call is not None:
            self.on_call(call)

    def _message_box(self, _window: object, text: str, _title: str, style: int) -> int:
        self.told.append(text)
        asks = bool(style & 1)
        return 2 if asks and self.answers and self.answers.pop(0) == "cancel" else 1


def _book(com: Com) -> Any:
    engine: Any = _xlwindows
    return engine.Book(xl=com)


def name_of(thing: object) -> str:
    """What a call is on, for the log: its kind, and its workbook and sheet where it has them."""
    kind = thing.com_type if isinstance(thing, Thing) else str(getattr(thing, "vba_type_name", "?"))
    sheet = getattr(thing, "sheet", None)
    book = getattr(sheet or thing, "book", None)
    names = [str(one.name) for one in (book, sheet) if one is not None and hasattr(one, "name")]
    if kind in ("Workbook", "Worksheet"):
        names.append(str(getattr(thing, "name", "")))
    return f"{kind}({'|'.join(names)})" if names else kind


class _Ole:
    """By which xlwings tells a Range from other objects."""

    def __init__(self, thing: object) -> None:
        self.iid = (
            "{00020846-0000-0000-C000-000000000046}" if getattr(thing, "vba_type_name", "") == "Range" else "another"
        )

    def GetTypeInfo(self) -> _Ole:  # noqa: N802
        return self

    def GetTypeAttr(self) -> _Ole:  # noqa: N802
        return self


class Com:
    """A late-bound COM object as pywin32 hands it out, over an object of the model."""

    __slots__ = ("_excel", "_oleobj_", "_thing")

    def __init__(self, thing: object, excel: FakeExcel) -> None:
        object.__setattr__(self, "_thing", thing)
        object.__setattr__(self, "_excel", excel)
        object.__setattr__(self, "_oleobj_", _Ole(thing))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "CLSID":
            return "a class"
        thing, members = self._thing, self._excel.members
        if members.is_method(thing, name):
            return self._method(name)
        self._excel.happens("get", thing, name)
        return self._done(lambda: members.get(thing, name))

    def _method(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self._excel.happens("call", self._thing, name, args)
            given = [to_model(one) for one in args]
            while given and given[-1] is MISSING:
                given.pop()
            chosen = {key: to_model(one) for key, one in named.items() if one is not None}
            return self._done(lambda: self._excel.members.call(self._thing, name, given, chosen))

        return call

    def __setattr__(self, name: str, value: Any) -> None:
        self._excel.happens("set", self._thing, name, (value,))
        self._done(lambda: self._excel.members.set(self._thing, name, to_model(value, empty=EMPTY)))

    def __call__(self, *args: Any) -> Any:
        self._excel.happens("call", self._thing, "Item", args)
        given = [one if isinstance(one, (list, tuple)) else to_model(one) for one in args]
        return self._done(lambda: self._excel.members.item(self._thing, given))

    def __iter__(self) -> Iterator[Any]:
        self._excel.happens("get", self._thing, "_NewEnum")
        return iter([to_python(one, self._excel) for one in self._excel.members.iterate(self._thing)])

    def _done(self, step: Callable[[], Any]) -> Any:
        try:
            return to_python(step(), self._excel)
        except VBARuntimeError as error:
            raise com_error(str(error)) from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Com) and other._thing is self._thing

    def __hash__(self) -> int:
        return id(self._thing)

    def __repr__(self) -> str:
        return f"<Com {name_of(self._thing)}>"


def to_model(value: Any, *, empty: object = MISSING) -> Any:
    """A Python value as the model takes it."""
    if isinstance(value, Com):
        return value._thing
    if value is None:
        return empty
    if isinstance(value, dt.datetime):
        # As pywin32 does it: a time without a zone is local time, and Excel is handed UTC.
        return VBADate.from_datetime(value.astimezone(dt.UTC).replace(tzinfo=None))
    if isinstance(value, int) and not isinstance(value, bool):
        return VBAInt(value, "Long") if -(2**31) <= value < 2**31 else float(value)
    if isinstance(value, (list, tuple)):
        rows = [list(row) if isinstance(row, (list, tuple)) else [row] for row in value]
        array = VBAArray([(1, len(rows)), (1, len(rows[0]))])
        for at, row in enumerate(rows, 1):
            for place, one in enumerate(row, 1):
                array.set([at, place], to_model(one, empty=EMPTY))
        return array
    return value


def to_python(value: Any, excel: FakeExcel) -> Any:
    """A value of the model as pywin32 hands it out."""
    if isinstance(value, (VBAObject, Thing)):
        return Com(value, excel)
    if value is EMPTY or value is MISSING or value is NOTHING or value is NULL:
        return None
    if isinstance(value, VBADate):
        moment = value.to_datetime()
        return pywintypes.TimeType(*moment.timetuple()[:6], tzinfo=dt.UTC)
    if isinstance(value, VBAErrorValue):
        return COM_ERROR_BASE + value.number
    if isinstance(value, VBAInt):
        return int(value)
    if isinstance(value, VBAArray):
        (top, bottom), (left, right) = value.bounds
        return tuple(
            tuple(to_python(value.get([row, column]), excel) for column in range(left, right + 1))
            for row in range(top, bottom + 1)
        )
    return value


def unreachable(*_args: object) -> NoReturn:
    """A step that must not be taken."""
    raise AssertionError("this must not be called")
