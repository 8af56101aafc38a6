"""The buttons, in an order that each needs: what every one must have done to the sample in real Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cpp_scorecard.addin.smoke.bench import Bench, Pressed, Skipped, Wrong
from cpp_scorecard.addin.smoke.steps import Evidence, Step, Trial, asked
from cpp_scorecard.reports.scorecard import NAME as REPORT


@dataclass(frozen=True, slots=True)
class Before:
    """The sample before a button: the sheets, the open workbooks, and what is selected."""

    sheets: tuple[str, ...]
    books: tuple[str, ...]
    selected: tuple[str, str, str]


Effect = Callable[[Bench, str, Before, Pressed], str]
"""What a button did, as evidence; raises Wrong when it did not do it."""


def _look(bench: Bench, book: str) -> Before:
    return Before(tuple(bench.sheets(book)), tuple(bench.books()), bench.selected())


def _spoke(bench: Bench, book: str, before: Before, pressed: Pressed) -> str:
    if not pressed.said:
        raise Wrong("It said nothing.")
    return pressed.said[-1]


def _built(bench: Bench, book: str, before: Before, pressed: Pressed) -> str:
    if not pressed.asked:
        raise Wrong("It did not say first what it would change.")
    if REPORT not in bench.sheets(book):
        raise Wrong(f"There is no sheet {REPORT} in {book}.")
    return pressed.asked[0]


def _opened(bench: Bench, book: str, before: Before, pressed: Pressed) -> str:
    new = [name for name in bench.books() if name not in before.books]
    if not new:
        raise Wrong("It opened no workbook.")
    for name in new:
        bench.close(name)
    return ", ".join(new)


def _moved(bench: Bench, book: str, before: Before, pressed: Pressed) -> str:
    now = bench.selected()
    if now == before.selected and not pressed.said:
        raise Wrong("It selected no other cell and said nothing.")
    return "!".join(now)


def _asked_first(bench: Bench, book: str, before: Before, pressed: Pressed) -> str:
    if not (pressed.asked or pressed.said):
        raise Wrong("It neither asked nor said anything.")
    return (*pressed.asked, *pressed.said)[0]


@dataclass(frozen=True, slots=True)
class Button:
    """A button that needs no person: what must have come of it, and whether it starts on a figure of the report."""

    effect: Effect
    shows: str
    on_figure: bool = False


BUTTONS: Mapping[str, Button] = {
    "version": Button(_spoke, "Version says which versions met"),
    "check": Button(_spoke, "Check says how many findings there are"),
    "next_finding": Button(_moved, "Next finding selects the cell or says that there is none"),
    "preview": Button(_opened, "Preview opens a workbook of its own"),
    "as_of": Button(lambda *_: "chosen", "As-of month takes a month from its list"),
    "build": Button(_built, "Build says what it will do, then puts the report sheets in"),
    "go_to_source": Button(_moved, "Go to source leads from a figure to its cells", on_figure=True),
    "restore_previous": Button(_asked_first, "Restore previous says which sheets it has"),
    "publish": Button(_asked_first, "Publish says where the edition goes"),
    "add_month": Button(_asked_first, "Add month names the columns first"),
    "options": Button(_moved, "Options selects the settings"),
}
"""By action, in the order of trying. The others open windows of Windows: they are tried by hand."""

BY_HAND: Mapping[str, str] = {
    "new_workbook": "Choose New indicator workbook and save it into a folder of yours. Is a workbook open that begins "
    "with its instructions?",
    "help": "Choose Help. Does a page or window open that says what each button does?",
}


def steps_of_buttons() -> Sequence[Step]:
    """A step for each button by itself, then one for all of them through the ribbon."""
    steps = []
    for action, button in BUTTONS.items():
        steps.append(Step(f"button: {action}", button.shows, _trying(action)))
        if action == "build":
            steps.append(Step("own sheets", "Build left every sheet of the officer as it was", own_sheets))
    for action, question in BY_HAND.items():
        steps.append(Step(f"button: {action}", "The button does what its tip says", _by_hand(question)))
    return [
        *steps,
        Step("protected structure", "A protected workbook is met with a sentence", protected_structure),
        Step("read-only", "A workbook opened read-only is met with a sentence", read_only),
        Step("buttons on the ribbon", "Every button answers when it is clicked", clicked),
    ]


def _a_figure(bench: Bench, book: str) -> str:
    """The address of the last number on the report: the headers have none below them."""
    numbers = [c for c in bench.cells(book, REPORT) if isinstance(c.value, float | int) and not c.formula]
    if not numbers:
        raise Wrong(f"The sheet {REPORT} has no figure.")
    last = max(numbers, key=lambda cell: (cell.row, -cell.column))
    return address(last.row, last.column)


def address(row: int, column: int) -> str:
    """A cell's address as Excel writes it: row 8 and column 28 are AB8."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _trying(action: str) -> Callable[[Trial], Evidence]:
    def run(trial: Trial) -> Evidence:
        bench, button = trial.bench, BUTTONS[action]
        book = sample(trial)
        if button.on_figure:
            bench.select(book, REPORT, _a_figure(bench, book))
        before = _look(bench, book)
        choice = ""
        if action == "as_of":
            months = bench.months(book)
            if not months:
                raise Wrong("The list of months is empty.")
            choice = months[0]
        pressed = bench.press(book, action, choice)
        return {"effect": button.effect(bench, book, before, pressed), "said": list(pressed.said), "choice": choice}

    return run


def _by_hand(question: str) -> Callable[[Trial], Evidence]:
    return lambda trial: asked(trial, question)


def sample(trial: Trial) -> str:
    """The sample workbook, open under its own name in a folder of this test."""
    path = trial.folder / "sample" / trial.indicators.name
    if path.name not in trial.bench.books():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(trial.indicators.read_bytes())
        return trial.bench.open(path)
    return path.name


def own_sheets(trial: Trial) -> Evidence:
    """Compares every sheet of the sample with a fresh copy of it, cell by cell."""
    bench, book = trial.bench, sample(trial)
    fresh_path = trial.folder / "fresh.xlsx"
    fresh_path.write_bytes(trial.indicators.read_bytes())
    fresh = bench.open(fresh_path)
    try:
        sheets = list(bench.sheets(fresh))
        there = bench.sheets(book)
        changed = [s for s in sheets if s not in there or list(bench.cells(book, s)) != list(bench.cells(fresh, s))]
    finally:
        bench.close(fresh)
    if changed:
        raise Wrong(f"Changed: {', '.join(changed)}")
    return {"compared": len(sheets)}


def protected_structure(trial: Trial) -> Evidence:
    """Build on a workbook whose structure is protected."""
    return _refused(trial, "protected.xlsx", "protect")


def read_only(trial: Trial) -> Evidence:
    """Build on a workbook that is open read-only."""
    return _refused(trial, "read-only.xlsx", "read")


def _refused(trial: Trial, name: str, word: str) -> Evidence:
    bench, path = trial.bench, trial.folder / name
    path.write_bytes(trial.indicators.read_bytes())
    book = bench.open(path, read_only=word == "read")
    try:
        if word == "protect":
            bench.protect(book)
        sheets = list(bench.sheets(book))
        pressed = bench.press(book, "build")
        if list(bench.sheets(book)) != sheets:
            raise Wrong("It changed the workbook.")
    finally:
        bench.close(book)
    if not any(word in sentence.casefold() for sentence in pressed.said):
        raise Wrong(f"It said {pressed.said}.")
    return {"said": list(pressed.said)}


def clicked(trial: Trial) -> Evidence:
    """The way from the click to Python, which only a click can show."""
    book = sample(trial)
    try:
        return asked(
            trial,
            f"With {book} in front, click every button of the tab Scorecard once. Did each answer, with no message "
            "of Visual Basic or Python?",
        )
    except Skipped as skipped:
        raise Skipped(f"{skipped} The steps before ran what the buttons run, not the clicks.") from skipped
