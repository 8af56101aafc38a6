"""Sample: copies of the workbooks that ship, to try things out on."""

from __future__ import annotations

from pathlib import Path

from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.resources import shipped


def write_samples(folder: Path) -> list[Path]:
    """Copy the sample workbooks and the blank template into `folder`; returns what was written.

    Raises Refused when a file of that name is already there, before anything is written.
    """
    samples, templates = shipped("samples"), shipped("workbook_templates")
    wanted = {folder / path.relative_to(samples): path for path in sorted(samples.rglob("*.xlsx"))}
    wanted |= {folder / path.name: path for path in sorted(templates.glob("*.xlsx"))}
    there = [target for target in wanted if target.exists()]
    if there:
        raise Refused(f"{there[0]} is already there.", "Choose an empty folder with -o; nothing was written.")
    for target, source in wanted.items():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(
                f"{target.parent} cannot be made ({error.strerror}).", "Choose another folder with -o."
            ) from error
        write_atomically(target, source.read_bytes())
    return list(wanted)
