"""Check, and Next finding, which walks through what Check found."""

from __future__ import annotations

from collections import Counter

from cpp_scorecard.core.findings import Severity
from cpp_scorecard.excel.as_of import months_of
from cpp_scorecard.excel.conditions import is_calculated
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.going import CellPlace, go_to
from cpp_scorecard.excel.memory import Memory, Noted, recall, remember
from cpp_scorecard.excel.saved_copy import saved_copy
from cpp_scorecard.excel.wording import counted, say, wording

_FIRST = 5
_COUNTS = ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings"), (Severity.INFORMATION, "notes"))


def check(desk: Desk, _choice: str = "") -> None:
    """Say how much there is to put right or to look at, and the first of it."""
    memory, month = _check(desk)
    findings = memory.findings or ()
    if not findings:
        lines = [say("check.none", name=desk.workbook.name, month=month)]
    else:
        severities = Counter(finding.severity for finding in findings)
        counts = [counted(f"check.{name}", severities[s.value]) for s, name in _COUNTS if severities[s.value]]
        lines = [
            say("check.found", counts=", ".join(counts), name=desk.workbook.name, month=month),
            say("check.first"),
            *(f"{_mark(finding)}: {finding.message}" for finding in findings[:_FIRST]),
        ]
        if len(findings) > _FIRST:
            lines.append(counted("check.more", len(findings) - _FIRST))
        lines.append(say("check.how"))
    if not is_calculated(desk.workbook):
        lines.append(say("conditions.not_calculated"))
    desk.tell("\n\n".join(lines))


def next_finding(desk: Desk, _choice: str = "") -> None:
    """Go to the next finding of the last check, and check first where there was none."""
    book = desk.workbook
    memory = recall(book)
    if memory.findings is None:
        memory, _ = _check(desk)
    findings = memory.findings or ()
    if not findings:
        desk.tell(say("next_finding.none"))
        return
    shown = (memory.shown + 1) % len(findings)
    finding = findings[shown]
    text = [
        say(
            "next_finding.one",
            place=shown + 1,
            count=len(findings),
            mark=_mark(finding),
            message=finding.message,
        )
    ]
    if finding.sheet and finding.cell:
        text.append(go_to(book, CellPlace(finding.sheet, finding.cell)))
    else:
        text.append(say("next_finding.no_cell"))
    if shown == len(findings) - 1:
        text.append(say("next_finding.last"))
    remember(book, shown=shown)
    desk.tell("\n\n".join(line for line in text if line))


def _check(desk: Desk) -> tuple[Memory, str]:
    """Read and assess the workbook as it is now; its findings are remembered from the first one on."""
    book = desk.workbook
    with saved_copy(book) as copy:
        scorecard = copy.scorecard(recall(book).month)
    findings = tuple(Noted.of(finding) for finding in scorecard.findings)
    memory = remember(book, findings=findings, shown=-1, months=months_of(scorecard.workbook))
    return memory, str(scorecard.as_of)


def _mark(finding: Noted) -> str:
    return str(wording()["check"]["marks"][finding.severity])
