"""The commands that make a wheelhouse, install from it, uninstall, and find out what is wrong.

Nothing but `argparse` is imported until a command runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

DONE, FOUND = 0, 3

Command = Callable[[str, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def declare(command: Command) -> None:
    """Declare the commands, each by `command(name, summary, examples, run)`."""
    house = command(
        "wheelhouse",
        "make the folder that IT installs the add-in from; fetches packages by pip, checked by their SHA-256",
        "  cpp-scorecard addin wheelhouse --python python-3.12.10-embed-amd64.zip -o wheelhouse",
        _wheelhouse,
    )
    house.add_argument(
        "--python",
        type=Path,
        required=True,
        metavar="ARCHIVE",
        help="the Windows embeddable package (64-bit) of Python 3.11 or later, or its NuGet package",
    )
    house.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="where to; a new folder")
    house.add_argument(
        "--wheel", type=Path, metavar="WHEEL", help="this product's wheel (default: built from the checkout)"
    )
    house.add_argument(
        "--addin", type=Path, metavar="FILE.xlam", help="the add-in, where IT has signed it (default: as it ships)"
    )
    house.add_argument(
        "--packages", type=Path, metavar="FOLDER", help="take the packages from this folder and use no network"
    )
    install = command(
        "install",
        "install the add-in for this user, from a wheelhouse, without administrator's rights and without a network",
        "  cpp-scorecard addin install --from wheelhouse --dry-run\n  cpp-scorecard addin install --from wheelhouse",
        _install,
    )
    install.add_argument("--from", dest="wheelhouse", type=Path, required=True, metavar="FOLDER", help="the wheelhouse")
    uninstall = command(
        "uninstall",
        "remove exactly what install wrote",
        "  cpp-scorecard addin uninstall --dry-run\n  cpp-scorecard addin uninstall --with-data",
        _uninstall,
    )
    uninstall.add_argument(
        "--with-data",
        action="store_true",
        help="remove also what was kept while the add-in was used: earlier report sheets, previews, the log",
    )
    for changing in (install, uninstall):
        changing.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    doctor = command(
        "doctor",
        "find out why the add-in does not work here, and what to do; changes nothing",
        "  cpp-scorecard addin doctor\n  cpp-scorecard addin doctor --json",
        _doctor,
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")
    smoke = command(
        "smoke-test",
        "try the installed add-in in real Excel, step by step, and write what was seen as JSON",
        "  cpp-scorecard addin smoke-test -o result.json",
        _smoke_test,
    )
    smoke.add_argument("-o", "--output", type=Path, required=True, metavar="RESULT.json", help="where to write")
    smoke.add_argument(
        "--no-questions", action="store_true", help="skip the steps that a person has to look at or click"
    )


def _wheelhouse(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.addin.deploy.running import run_program
    from cpp_scorecard.addin.deploy.wheelhouse import Ingredients, make_wheelhouse

    ingredients = Ingredients(chosen.python, chosen.wheel, chosen.addin, chosen.packages)
    _say("Collecting packages ...")
    made = make_wheelhouse(ingredients, chosen.output, run_program)
    print(
        f"Made: {made.folder} for Python {made.python}, {made.packages} packages, {made.size / 1e6:.1f} MB. "
        "SHA256SUMS lists every file, sbom.cdx.json what they are."
    )
    return DONE


def _install(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.addin.deploy.install import install, plan
    from cpp_scorecard.addin.deploy.wheelhouse_folder import read_wheelhouse
    from cpp_scorecard.addin.deploy.windows import this_machine

    machine = this_machine()
    _say("Checking the wheelhouse ...")
    made = plan(machine, read_wheelhouse(chosen.wheelhouse))
    for sentence in made.sentences():
        print(f"* {sentence}")
    if chosen.dry_run or made.is_current:
        return DONE
    install(made, _say)
    print("Installed. Start Excel: the tab for the scorecard is on the ribbon.")
    return DONE


def _uninstall(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.addin.deploy.uninstall import plan_removal, uninstall
    from cpp_scorecard.addin.deploy.windows import this_machine

    machine = this_machine()
    removal = plan_removal(machine, with_data=chosen.with_data)
    for sentence in removal.sentences():
        print(f"* {sentence}")
    if chosen.dry_run or removal.is_nothing:
        return DONE
    uninstall(machine, removal)
    print("Removed." if not removal.left else "Removed, but for what is named above.")
    return FOUND if removal.left else DONE


def _doctor(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.addin.deploy.doctor import as_json, examine
    from cpp_scorecard.addin.deploy.windows import this_machine

    machine = this_machine()
    _say("Looking ...")
    troubles = examine(machine)
    if chosen.json:
        import json

        print(json.dumps(as_json(machine, troubles), ensure_ascii=False, indent=2))
        return FOUND if troubles else DONE
    for trouble in troubles:
        print(f"{trouble.known.found}\n  Found: {trouble.detail}\n  Do:    {trouble.known.remedy}\n")
    count = len(troubles)
    print(f"{count} found." if count else "Everything that is known to go wrong was looked at; all is in order.")
    return FOUND if troubles else DONE


def _smoke_test(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.addin.deploy.windows import this_machine
    from cpp_scorecard.addin.smoke.run import run_smoke_test
    from cpp_scorecard.app.files import write_atomically

    result = run_smoke_test(this_machine(), asks=not chosen.no_questions, say=_say)
    write_atomically(chosen.output, result.to_json().encode())
    print(f"{', '.join(f'{count} {word}' for word, count in result.counts().items())}. Written: {chosen.output}")
    return DONE if result.passed else FOUND


def _say(text: str) -> None:
    print(text, file=sys.stderr)
