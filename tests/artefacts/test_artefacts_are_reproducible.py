"""A committed artefact is what the code builds, to the byte."""

from pathlib import Path

import pytest

from build_artefacts.__main__ import ARTEFACTS, ROOT, main


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("artefacts")
    main(["--into", str(folder)])
    return folder


@pytest.mark.parametrize("place", ARTEFACTS, ids=str)
def test_a_rebuild_gives_the_committed_bytes(rebuilt: Path, place: Path) -> None:
    assert (rebuilt / place).read_bytes() == (ROOT / place).read_bytes()


def test_every_shipped_workbook_is_built() -> None:
    """None is edited by hand."""
    shipped = {
        path.relative_to(ROOT)
        for folder in ("samples", "workbook_templates")
        for path in (ROOT / folder).rglob("*.xlsx")
        if not path.name.startswith("~$") and not path.name.endswith("-scorecard.xlsx")  # made by trying things out
    }
    assert shipped == {place for place in ARTEFACTS if place.suffix == ".xlsx"}
