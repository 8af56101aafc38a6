"""Installing: named step by step before it is done, whole or not at all, and repeatable after any interruption.

The new Python is put together and tried in a folder of its own; only then does it take the place of the old one.
Whatever goes wrong later is undone in reverse order. A run that was cut off (a power cut) leaves folders by which
the next run knows what to tidy; the manifest is written before the first change, so that `uninstall` finds all.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.addin.deploy import open_values, shims
from cpp_scorecard.addin.deploy.checksums import files_in, sha256
from cpp_scorecard.addin.deploy.manifest import Manifest, changed_files, noted, read_manifest
from cpp_scorecard.addin.deploy.own_files import move, put, remove, remove_tree
from cpp_scorecard.addin.deploy.places import is_inside
from cpp_scorecard.addin.deploy.trusted_locations import OWN, entry_for, trusting
from cpp_scorecard.core.errors import Busy, Refused

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.ports import Machine, Value
    from cpp_scorecard.addin.deploy.wheelhouse_folder import Wheelhouse

TRIAL = (
    "import cpp_scorecard.api, lxml.etree, openpyxl, pandas, python_calamine, win32com.client, xlsxwriter, xlwings; "
    "print(cpp_scorecard.__version__)"
)
"""What the new Python must manage before it replaces anything: every package with compiled parts loads."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an installation will do, found out without touching anything."""

    machine: Machine
    wheelhouse: Wheelhouse
    installed: Manifest | None
    """What is installed now."""

    is_current: bool
    """Whether that is this very wheelhouse, with every file as it was written."""

    copies: tuple[open_values.OpenValue, ...]
    """OPEN values of other copies of the add-in."""

    trust: tuple[str, dict[str, Value]] | None
    """The trusted location to write, as key and values; None where Excel trusts the folder already."""

    def sentences(self) -> list[str]:
        """The plan in words, a step each."""
        places, house = self.machine.places, self.wheelhouse
        if self.is_current:
            return [f"cpp-scorecard {house.version} is installed and complete. Nothing to do."]
        before = f", in place of version {self.installed.version}" if self.installed else ""
        packages = sum(not name.startswith("pip-") for name in (wheel.name for wheel in house.wheels.glob("*.whl")))
        return [
            f"Put a private Python {house.versions['python']} into {places.python}{before}. "
            "It is registered nowhere and no other program sees it.",
            f"Install {packages} packages into it from {house.wheels}, each checked by its SHA-256, without a network.",
            f"Put the add-in into {places.addin}, where Excel opens it when it starts.",
            f"Trust that folder: write {self.trust[0]}."
            if self.trust
            else "Leave Excel's trusted locations alone: that folder is one already.",
            *(
                f"Take the other copy {value.path} off the add-ins that Excel opens ({open_values.KEY}\\{value.name}); "
                "the file stays."
                for value in self.copies
            ),
            f"List all that in {places.manifest}, and put doctor.cmd and uninstall.cmd beside it.",
        ]


def plan(machine: Machine, wheelhouse: Wheelhouse) -> Plan:
    """What installing `wheelhouse` on `machine` will do. Touches nothing."""
    places = machine.places
    installed = read_manifest(places.manifest)
    located = trusting(machine, str(places.startup))
    trust = entry_for(machine, str(places.startup)) if located is None or located.description == OWN else None
    copies = tuple(open_values.of_other_copies(machine.registry, str(places.addin)))
    is_current = (
        installed is not None
        and installed.wheelhouse == wheelhouse.digest
        and not changed_files(installed, places)
        and not copies
        and located is not None
        and not (places.incoming.exists() or places.outgoing.exists())
    )
    return Plan(machine, wheelhouse, installed, is_current, copies, trust)


def nothing_runs(machine: Machine) -> None:
    """Raises Busy while a program runs that holds the add-in's files, Refused when this program is one of them."""
    places = machine.places
    if is_inside(machine.running_from, places.home):
        raise Refused(
            f"{machine.running_from} cannot replace or remove itself.",
            f"To update, start install.cmd in the new wheelhouse; to remove, {places.home / 'uninstall.cmd'}.",
        )
    for process in machine.processes.running():
        if process.name.casefold() == "excel.exe":
            raise Busy("Excel is open.", "Save your work, close Excel and repeat this. Nothing was touched.")
        if process.path and is_inside(process.path, places.home):
            raise Busy(
                f"The add-in's Python is still running (process {process.identifier}).",
                "Wait a moment or sign out of Windows and in again, then repeat this. Nothing was touched.",
            )


def install(plan: Plan, say: Callable[[str], None]) -> None:
    """Carry out `plan`. Raises ScorecardError after undoing whatever had been done."""
    if plan.is_current:
        return
    machine, house = plan.machine, plan.wheelhouse
    places = machine.places
    nothing_runs(machine)
    with ExitStack() as undo:
        try:
            _make(places.home, undo)
            new_folders = [*_make(places.startup, undo)]
            _tidy(machine)
            undo.callback(remove_tree, places.incoming)
            say("Putting the private Python together ...")
            _assemble(machine, house)
            say("Putting it in place ...")
            manifest = _manifest(plan, new_folders)
            _replace(places.manifest, manifest.to_json().encode(), undo)
            _swap(machine, undo)
            for name, text in shims.INSTALLED.items():
                _replace(places.home / name, shims.as_windows_writes(text), undo)
            _replace(places.addin, house.addin.read_bytes(), undo, read_only=True)
            _register(plan, undo)
        except OSError as error:
            raise Refused(
                f"Windows refused a step ({error}). What had been done was undone.",
                "Ask IT whether this user may write there, then repeat this.",
            ) from error
        undo.pop_all()
    remove_tree(places.outgoing)


def _make(folder: Path, undo: ExitStack) -> list[Path]:
    """Make a folder; returns those that were not there before, outermost first."""
    new = [path for path in (*reversed(folder.parents), folder) if not path.exists()]
    for path in new:
        path.mkdir()
        undo.callback(_remove_if_empty, path)
    return new


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _tidy(machine: Machine) -> None:
    """Put right what a run that was cut off left behind."""
    places = machine.places
    remove_tree(places.incoming)
    if places.outgoing.exists():
        if places.python.exists():
            remove_tree(places.outgoing)
        else:
            move(places.outgoing, places.python)


def _assemble(machine: Machine, house: Wheelhouse) -> None:
    incoming = machine.places.incoming
    shutil.copytree(house.python, incoming, copy_function=shutil.copyfile)
    interpreter = str(incoming / "python.exe")
    options = (
        "--isolated --no-index --require-hashes --no-deps --only-binary=:all: --no-cache-dir "
        "--disable-pip-version-check --no-warn-script-location"
    )
    folders = ["--find-links", str(house.wheels), "--prefix", str(incoming), "-r", str(house.requirements)]
    done = machine.processes.run(
        [interpreter, "-I", "-B", str(house.installer / "pip"), "install", *options.split(), *folders]
    )
    if done.code:
        raise Refused(
            f"The packages could not be installed: {done.last_line} What had been done was undone.",
            "A virus scanner or a rule about programs (AppLocker) is the likeliest cause: send this to IT.",
        )
    remove_tree(incoming / "Scripts")  # starters that name the folder they were made in; shims stand in for them
    tried = machine.processes.run([interpreter, "-I", "-B", "-c", TRIAL])
    if tried.code or tried.output.strip() != house.version:
        raise Refused(
            f"The new Python does not work here: {tried.last_line} What had been done was undone.",
            "A virus scanner or a rule about programs (AppLocker) is the likeliest cause: send this to IT.",
        )


def _manifest(plan: Plan, new_folders: list[Path]) -> Manifest:
    places, house = plan.machine.places, plan.wheelhouse
    inside = {places.python / path.relative_to(places.incoming): sha256(path) for path in files_in(places.incoming)}
    written = {
        places.home / name: hashlib.sha256(shims.as_windows_writes(text)).hexdigest()
        for name, text in shims.INSTALLED.items()
    } | {places.addin: sha256(house.addin)}
    earlier = plan.installed.folders if plan.installed else ()
    folders = dict.fromkeys([*earlier, *(noted(path, places) for path in new_folders)])
    return Manifest(
        version=house.version,
        xlwings=house.versions["xlwings"],
        python=house.versions["python"],
        wheelhouse=house.digest,
        files={noted(path, places): digest for path, digest in (inside | written).items()},
        folders=tuple(folders),
        registry=dict([plan.trust]) if plan.trust else {},
    )


def _replace(path: Path, content: bytes, undo: ExitStack, *, read_only: bool = False) -> None:
    before = path.read_bytes() if path.is_file() else None
    if before is None:
        undo.callback(remove, path)
    else:
        undo.callback(put, path, before, read_only=read_only)
    put(path, content, read_only=read_only)


def _swap(machine: Machine, undo: ExitStack) -> None:
    places = machine.places
    if places.python.exists():
        move(places.python, places.outgoing)
        undo.callback(move, places.outgoing, places.python)
    move(places.incoming, places.python)
    undo.callback(move, places.python, places.incoming)


def _register(plan: Plan, undo: ExitStack) -> None:
    registry = plan.machine.registry
    if plan.trust:
        key, wanted = plan.trust
        before = registry.values(key)
        undo.callback(_restore, plan.machine, key, before)
        for name, value in wanted.items():
            registry.write(key, name, value)
    if plan.copies:
        values = [value.value for value in open_values.open_values(registry)]
        undo.callback(open_values.write_all, registry, values)
        open_values.without(registry, list(plan.copies))


def _restore(machine: Machine, key: str, before: dict[str, Value] | None) -> None:
    if before is None:
        machine.registry.delete_key(key)
        return
    for name in (machine.registry.values(key) or {}).keys() - before.keys():
        machine.registry.delete_value(key, name)
    for name, value in before.items():
        machine.registry.write(key, name, value)
