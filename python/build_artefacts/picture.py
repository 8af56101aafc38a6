"""Draws ``docs/images/scorecard.png``: the first page of the sample's scorecard, as LibreOffice prints it.

Needs LibreOffice and Poppler (`pdftoppm`). Their versions draw differently, so the picture is looked at and not
compared: run `poe picture` after the look of the card has changed.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from cpp_scorecard.app.build import build
from cpp_scorecard.app.scorecard import make_scorecard

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
TARGET = ROOT / "docs" / "images" / "scorecard.png"
_DOTS_PER_INCH = 100


def main() -> None:
    """Build the sample's scorecard, print it and keep its first page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        card = folder / "card.xlsx"
        build(make_scorecard(SAMPLE), card, ("scorecard",))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        print_it = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(card)]
        subprocess.run(print_it, check=True, timeout=120, stdout=subprocess.DEVNULL)
        draw = ["pdftoppm", "-r", str(_DOTS_PER_INCH), "-png", "-singlefile", "-f", "1", "-l", "1"]
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([*draw, str(folder / "card.pdf"), str(TARGET.with_suffix(""))], check=True, timeout=120)


if __name__ == "__main__":
    main()
