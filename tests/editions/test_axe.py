"""axe-core in a browser: no violation on any page, no page that scrolls sideways, one that the keyboard can use."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tools import chromium

pytestmark = pytest.mark.slow

audited = pytest.mark.skipif(bool(chromium.missing()), reason=chromium.missing())


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


@audited
def test_axe_finds_no_violation_on_any_page(folder: Path) -> None:
    """All rules, best practices, target size and the enhanced contrast of 7 to 1 included."""
    audits = {page: chromium.audit(page, enhanced=True) for page in pages(folder)}
    assert len(audits) == 12
    assert {page.name: audit.violations for page, audit in audits.items() if audit.violations} == {}
    assert all(audit.passes > 30 for audit in audits.values())
    undecided = {line.split(":")[0] for audit in audits.values() for line in audit.undecided}
    assert undecided <= {"color-contrast", "color-contrast-enhanced"}, "the palette's own test decides contrast"


@audited
def test_the_audit_sees_what_is_wrong(tmp_path: Path) -> None:
    """A page without language, with a picture that has no words: the verdict above is not an empty one."""
    page = tmp_path / "wrong.html"
    page.write_text("<!DOCTYPE html><html><head><title>x</title></head><body><img src='x.png'></body></html>", "utf-8")
    found = {line.split(":")[0] for line in chromium.audit(page).violations}
    assert {"html-has-lang", "image-alt"} <= found


_MEASURE = """(() => {
  const page = document.documentElement;
  const all = [...document.querySelectorAll('a[href], [tabindex="0"]')];
  const seen = all.filter(one => { one.focus({focusVisible: true}); const look = getComputedStyle(one);
    return document.activeElement === one && look.outlineStyle === 'solid' && parseFloat(look.outlineWidth) >= 3; });
  return [page.scrollWidth - page.clientWidth, all.length, seen.length].join(' ');
})()"""


@pytest.fixture(scope="module")
def measures(folder: Path) -> dict[str, list[list[int]]]:
    """For each page at three widths: pixels that it is too wide, things that take the focus, those that show it."""
    if chromium.missing(audit=False):
        pytest.skip(chromium.missing(audit=False))
    return {
        f"{page.parts[-3]}/{page.name}": [
            [int(number) for number in answer.split()]
            for answer in chromium.measured(page, _MEASURE, widths=(320, 640, 1280))
        ]
        for page in pages(folder)
    }


def test_no_page_scrolls_sideways_at_any_zoom(measures: dict[str, list[list[int]]]) -> None:
    """1280 pixels at 100 %, 640 is 200 %, 320 is 400 % (WCAG 1.4.10); tables and charts scroll in their own regions."""
    too_wide = {page: [found[0] for found in every] for page, every in measures.items() if any(f[0] for f in every)}
    assert too_wide == {}


def test_the_keyboard_reaches_everything_and_shows_where_it_is(measures: dict[str, list[list[int]]]) -> None:
    """Every link and every region that scrolls takes the focus, with an outline of three pixels and more."""
    for page, found in measures.items():
        for _, count, seen in found:
            assert count > 3, page
            assert seen == count, page
