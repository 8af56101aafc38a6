"""What the running Excel says of itself by COM, over a stand-in for pywin32: ready, busy, gone or failing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from cpp_scorecard.addin.deploy.ports import Answer, ExcelState, OpenWorkbook
from cpp_scorecard.addin.deploy.windows import RunningExcel
from cpp_scorecard.core.errors import Refused


class ComError(Exception):
    def __init__(self, hresult: int) -> None:
        super().__init__(hresult)
        self.hresult = hresult


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise error

    return fail


class Excel:
    """An Excel; `ready` is asked when `Ready` is."""

    Visible = True

    def __init__(self, ready: Callable[[], bool], links: tuple[str, ...] | None = None) -> None:
        self._ready = ready
        self.Workbooks = [
            SimpleNamespace(
                Name="a.xlsx", FullName="C:\\F\\a.xlsx", LinkSources=lambda kind: links if kind == 1 else ()
            )
        ]

    @property
    def Ready(self) -> bool:  # noqa: N802
        return self._ready()


def says(monkeypatch: pytest.MonkeyPatch, active: Callable[[str], Any]) -> ExcelState:
    monkeypatch.setitem(sys.modules, "win32com.client", SimpleNamespace(GetActiveObject=active))
    monkeypatch.setitem(sys.modules, "pythoncom", SimpleNamespace(com_error=ComError))
    return RunningExcel().state()


def test_a_ready_excel_names_its_workbooks_and_their_links(monkeypatch: pytest.MonkeyPatch) -> None:
    state = says(monkeypatch, lambda _: Excel(lambda: True, ("C:\\F\\b.xlsx",)))
    assert state == ExcelState(Answer.READY, True, (OpenWorkbook("a.xlsx", "C:\\F\\a.xlsx", ("C:\\F\\b.xlsx",)),))


def test_a_workbook_without_links_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """COM answers with Empty, not with an empty list."""
    assert says(monkeypatch, lambda _: Excel(lambda: True)).workbooks[0].links == ()


@pytest.mark.parametrize(
    "ready",
    [
        pytest.param(lambda: False, id="it says so"),
        pytest.param(raising(ComError(-2147418111)), id="it rejects the call"),
        pytest.param(raising(ComError(-2146777998)), id="a cell is being edited"),
        pytest.param(raising(AttributeError("Excel.Application.Ready")), id="it does not even tell its members"),
    ],
)
def test_an_excel_that_does_not_listen_is_busy(monkeypatch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> None:
    assert says(monkeypatch, lambda _: Excel(ready)).answer is Answer.BUSY


def test_no_excel_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert says(monkeypatch, raising(ComError(-2147221021))).answer is Answer.NOT_RUNNING


def test_another_error_is_a_sentence_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="0x80010108"):
        says(monkeypatch, lambda _: Excel(raising(ComError(-2147417848))))
