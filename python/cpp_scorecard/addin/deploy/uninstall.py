"""Removing exactly what was written. What somebody changed or added since is left where it is, and named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.addin.deploy import open_values
from cpp_scorecard.addin.deploy.checksums import files_in, sha256
from cpp_scorecard.addin.deploy.install import nothing_runs
from cpp_scorecard.addin.deploy.manifest import Manifest, place_of, read_manifest
from cpp_scorecard.addin.deploy.own_files import remove, remove_tree
from cpp_scorecard.addin.deploy.places import KEPT_WHILE_USED, expanded, same_path
from cpp_scorecard.core.errors import Refused

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.ports import Machine


@dataclass(frozen=True, slots=True)
class Removal:
    """What an uninstallation will remove (or has removed) and what it leaves, each in the words of the console."""

    manifest: Manifest | None
    files: tuple[Path, ...]
    keys: tuple[str, ...]
    copies: tuple[open_values.OpenValue, ...]
    left: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing of the add-in here."""
        return self.manifest is None and not self.files

    def sentences(self) -> list[str]:
        """The removal in words."""
        if self.is_nothing:
            return ["cpp-scorecard is not installed for this user. Nothing to do."]
        return [
            f"Remove {len(self.files)} files that the installation wrote.",
            *(f"Remove {key}." for key in self.keys),
            *(
                f"Take {value.path} off the add-ins that Excel opens; the others keep their order."
                for value in self.copies
            ),
            *(f"Leave {text}" for text in self.left),
        ]


def plan_removal(machine: Machine, *, with_data: bool = False) -> Removal:
    """What will be removed and what stays. Touches nothing.

    What the buttons kept while they were used (earlier report sheets, a log) stays unless `with_data` says
    otherwise: the installation did not write it, and it may be wanted.
    """
    places = machine.places
    manifest = read_manifest(places.manifest)
    unfinished = [path for folder in (places.incoming, places.outgoing) for path in files_in(folder)]
    if manifest is None:
        return Removal(None, tuple(unfinished), (), (), ())
    files, left = [*unfinished, places.manifest], []
    listed = {place_of(note, places): digest for note, digest in manifest.files.items()}
    for path, digest in listed.items():
        if path.is_file():
            if sha256(path) == digest:
                files.append(path)
            else:
                left.append(f"{path}: it was changed after the installation.")
    for kept in (path for name in KEPT_WHILE_USED if (path := places.home / name).exists()):
        if with_data:
            files += files_in(kept) if kept.is_dir() else [kept]
        else:
            left.append(f"{kept}: kept while the add-in was used. With --with-data it goes, too.")
    for path in _not_listed(machine, {*files, *listed}):
        if path.parent.name == "__pycache__" and path.suffix == ".pyc":
            files.append(path)  # Python's own translation of a file that goes
        else:
            left.append(f"{path}: the installation did not write it.")
    present = {key: machine.registry.values(key) for key in manifest.registry}
    keys = [key for key, written in manifest.registry.items() if present[key] == dict(written)]
    left += [f"{key}: it was changed after the installation." for key in present if present[key] and key not in keys]
    every = open_values.of_other_copies(machine.registry, str(places.addin))
    copies = [value for value in every if _opens(value, machine)]
    return Removal(manifest, tuple(files), tuple(keys), tuple(copies), tuple(left))


def _not_listed(machine: Machine, known: set[Path]) -> list[Path]:
    """The files in the add-in's folder that neither the installation nor a button wrote."""
    home = machine.places.home
    return [
        path for path in files_in(home) if path not in known and path.relative_to(home).parts[0] not in KEPT_WHILE_USED
    ]


def _opens(value: open_values.OpenValue, machine: Machine) -> bool:
    return same_path(expanded(value.path, machine.environment), machine.places.addin)


def uninstall(machine: Machine, removal: Removal) -> None:
    """Remove what `removal` lists. The manifest goes last: a run that was cut off can be repeated.

    Raises Refused when Windows does not let it, Busy while a program holds a file.
    """
    places = machine.places
    if removal.is_nothing:
        return
    nothing_runs(machine)
    try:
        for key in removal.keys:
            machine.registry.delete_key(key)
        if removal.copies:
            open_values.without(machine.registry, list(removal.copies))
        for path in sorted(removal.files, key=lambda path: (path == places.manifest, path != places.addin)):
            remove(path)
        _remove_empty_folders(places.home)
        for note in reversed(removal.manifest.folders if removal.manifest else ()):
            folder = place_of(note, places)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise Refused(
            f"Windows refused a step ({error}). What was removed before stays removed.",
            "Ask IT whether this user may change that, then repeat this: it goes on from there.",
        ) from error


def _remove_empty_folders(top: Path) -> None:
    """Remove the folders from `top` down that hold no file."""
    if not top.is_dir():
        return
    for folder in sorted((path for path in top.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    if not any(top.iterdir()):
        remove_tree(top)
