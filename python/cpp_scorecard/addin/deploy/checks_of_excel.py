"""What `doctor` asks of Excel and of what runs: programs left over, copies in the way, places that differ."""

from __future__ import annotations

import ntpath
from collections.abc import Iterator

from cpp_scorecard.addin.deploy import open_values
from cpp_scorecard.addin.deploy.excel_program import excel_program
from cpp_scorecard.addin.deploy.known_failures import Trouble
from cpp_scorecard.addin.deploy.places import ADDIN_FILE, expanded, is_inside, same_path
from cpp_scorecard.addin.deploy.ports import Answer, Machine


def excel_missing(machine: Machine) -> Iterator[Trouble]:
    """Excel's program, where Windows would start it."""
    if excel_program(machine) is None:
        yield Trouble("excel-missing", "Windows knows no excel.exe")


def excel_busy(machine: Machine) -> Iterator[Trouble]:
    """Excel answers no program while a cell is edited."""
    if machine.excel.state().answer is Answer.BUSY:
        yield Trouble("excel-busy", "Excel refused the question whether it is ready")


def left_over(machine: Machine) -> Iterator[Trouble]:
    """An Excel without a window, and a private Python without an Excel."""
    running = machine.processes.running()
    excels = [process for process in running if process.name.casefold() == "excel.exe"]
    state = machine.excel.state()
    if excels and (state.answer is Answer.NOT_RUNNING or not state.visible):
        numbers = ", ".join(str(process.identifier) for process in excels)
        yield Trouble("excel-left-over", f"EXCEL.EXE, process {numbers}")
    if excels:
        return
    for process in running:
        ours = process.path is not None and is_inside(process.path, machine.places.home)
        if ours and process.identifier != machine.own_process:
            yield Trouble("python-left-over", f"{process.name}, process {process.identifier}")


def workbook_online(machine: Machine) -> Iterator[Trouble]:
    """Workbooks whose full name is an address."""
    for book in machine.excel.state().workbooks:
        if "://" in book.full_name:
            yield Trouble("workbook-online", f"{book.name}: {book.full_name}")


def formulas_elsewhere(machine: Machine) -> Iterator[Trouble]:
    """Links of open workbooks to a file named as the add-in is, in another place."""
    for book in machine.excel.state().workbooks:
        for link in book.links:
            named = ntpath.basename(link.replace("/", "\\")).casefold() == ADDIN_FILE.casefold()
            if named and not same_path(link, machine.places.addin):
                yield Trouble("formulas-elsewhere", f"{book.name}: {link}")


def other_copy(machine: Machine) -> Iterator[Trouble]:
    """Copies that Excel opens: by its OPEN values, from its start folder for all users, from the add-ins folder."""
    places = machine.places
    for value in open_values.of_other_copies(machine.registry, str(places.addin)):
        path = expanded(value.path, machine.environment)
        if not same_path(path, places.addin):
            yield Trouble("other-copy", f"{path} ({open_values.KEY}\\{value.name})")
    folders = [places.roaming / "Microsoft" / "AddIns"]
    program = excel_program(machine)
    if program is not None:
        folders += [program.parent / "XLSTART", program.parent / "Library"]
    for folder in folders:
        if (folder / ADDIN_FILE).is_file():
            yield Trouble("other-copy", str(folder / ADDIN_FILE))


def other_settings(machine: Machine) -> Iterator[Trouble]:
    """The settings file that xlwings reads for every add-in of this user."""
    path = machine.places.profile / ".xlwings" / "xlwings.conf"
    if path.is_file():
        yield Trouble("other-settings", str(path))
