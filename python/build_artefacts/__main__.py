"""`python -m build_artefacts [--into FOLDER]`: writes everything in the repository that is generated.

Each file lands under the repository's root, or under FOLDER at the same place.
A rebuild gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from build_artefacts import (
    addin_file,
    blank_template,
    command_reference,
    exception_dataset,
    function_gallery,
    published_card,
    software_bill,
    style_template,
    wiltshire_sample,
)

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path("samples/wiltshire-2022-01")
DATA = ROOT / SAMPLE / "data"
EXCEPTIONS = Path("samples/wiltshire-2021-22-q2")
ARTEFACTS: dict[Path, Callable[[Path], None]] = {
    SAMPLE / "indicators.xlsx": lambda path: wiltshire_sample.build(DATA, path),
    SAMPLE / "published.xlsx": lambda path: published_card.build(DATA, path),
    EXCEPTIONS / "indicators.xlsx": lambda path: exception_dataset.build(ROOT / EXCEPTIONS / "data", path),
    Path("samples/worksheet-functions/gallery.xlsx"): lambda path: function_gallery.build(ROOT / "samples", path),
    Path("workbook_templates/indicator_workbook.xlsx"): lambda path: blank_template.build(DATA, path),
    Path("workbook_templates/style_template.xlsx"): style_template.build,
    Path("docs/command-line.md"): command_reference.build,
    Path("addin/cpp-scorecard.xlam"): addin_file.build,
    Path("addin/sbom.cdx.json"): software_bill.build,
}
"""Every artefact by its place in the repository."""


def build_all(into: Path) -> list[Path]:
    """Build everything under the folder `into`; returns the files written."""
    written = []
    for place, build in ARTEFACTS.items():
        path = into / place
        path.parent.mkdir(parents=True, exist_ok=True)
        build(path)
        written.append(path)
    return written


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m build_artefacts", description="Build everything that is generated."
    )
    parser.add_argument("--into", type=Path, default=ROOT, help="folder to write to (default: the repository)")
    for path in build_all(parser.parse_args(arguments).into):
        print(path)


if __name__ == "__main__":
    main()
