"""The web pages: structure that a screen reader follows, nothing from outside, nothing that a text can break out of."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from cpp_scorecard.app.editions import PAGES, editions, page_colours, web_pages
from cpp_scorecard.core.edition import Edition, Page, Section
from cpp_scorecard.core.plain_table import Shorthand
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.drawings import page_palette
from cpp_scorecard.sheets.theme import Theme
from cpp_scorecard.web.markup import Markup, element
from cpp_scorecard.web.pages import PageWords, html_pages
from cpp_scorecard.web.stylesheet import stylesheet

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</title></style></svg><script>alert(1)</script>",
    "&lt;b&gt; & ]]> <!--",
    "a\x00b\x1b[31m\u202e",
)


def every_page(files: dict[str, dict[str, bytes]]) -> list[tuple[str, str]]:
    return [
        (f"{sample}/{name}", content.decode("utf-8"))
        for sample, made in files.items()
        for name, content in made.items()
        if name.endswith(".html")
    ]


@pytest.fixture(scope="module")
def pages(files: dict[str, dict[str, bytes]]) -> list[tuple[str, html.HtmlElement, str]]:
    return [(name, html.document_fromstring(source), source) for name, source in every_page(files)]


def test_each_report_has_its_page_in_one_folder(files: dict[str, dict[str, bytes]]) -> None:
    found = {
        sample: [name.removeprefix(f"{PAGES}/").removesuffix(".html") for name in made if name.startswith(PAGES)]
        for sample, made in files.items()
    }
    assert found["wiltshire-2022-01"] == [
        "index", "scorecard", "at-a-glance", "spotlight", "highlights", "exceptions", "explained",
    ]  # fmt: skip
    assert found["wiltshire-2021-22-q2"] == ["index", "spotlight", "exceptions", "dataset", "explained"]


def test_a_page_says_its_language_and_has_a_title_of_its_own(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    titles = [f"{name.split('/')[0]} {root.findtext('.//title')}" for name, root, _ in pages]
    assert len(set(titles)) == len(titles)
    for _, root, source in pages:
        assert source.startswith("<!DOCTYPE html>\n")
        assert root.get("lang") == "en-GB"
        assert root.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]


def test_landmarks_and_a_way_past_them(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    for name, root, _ in pages:
        for landmark in ("header", "nav", "main", "footer"):
            assert len(root.findall(f".//{landmark}")) == 1, name
        first = root.xpath("//a")[0]
        assert (first.get("class"), first.get("href")) == ("skip", "#main")
        assert root.xpath("//main/@id") == ["main"]
        assert root.xpath("count(//nav//a[@aria-current='page'])") == 1
        assert not root.xpath("//*[@tabindex > 0]"), "the order of the keyboard is that of the page"


def test_headings_begin_with_one_and_leave_out_no_level(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    for name, root, _ in pages:
        levels = [int(heading.tag[1]) for heading in root.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        assert all(heading.text_content().strip() for heading in root.xpath("//h1|//h2|//h3|//h4"))


def test_tables_are_tables(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    """Caption, one row of column headers, a row header in every row, no merged and no empty cell."""
    count = 0
    for name, root, _ in pages:
        for table in root.xpath("//table"):
            count += 1
            assert table.findtext("caption/span"), name
            (head,) = table.xpath("thead/tr")
            assert {cell.tag for cell in head} == {"th"}
            assert {cell.get("scope") for cell in head} == {"col"}
            for row in table.xpath("tbody/tr"):
                assert len(row) == len(head)
                assert len(row.xpath("th[@scope='row']")) == 1
            assert not table.xpath(".//@colspan|.//@rowspan")
            assert not [cell for cell in table.xpath(".//th|.//td") if not cell.text_content().strip()], name
    assert count > 50


def test_what_scrolls_can_be_focused_and_has_a_name_of_its_own(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    for name, root, _ in pages:
        names = []
        for region in root.xpath("//*[@class='scroll']"):
            assert (region.get("role"), region.get("tabindex")) == ("region", "0")
            by = region.get("aria-labelledby")
            names.append(root.xpath(f"//*[@id='{by}']")[0].text_content() if by else region.get("aria-label"))
        assert all(names), name
        assert len(set(names)) == len(names), name
        outside = [one for one in root.xpath("//table|//svg") if not one.xpath("ancestor::*[@class='scroll']")]
        assert not outside, name


def test_ids_are_used_once_and_what_is_named_is_there(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    for name, root, source in pages:
        ids = root.xpath("//@id")
        assert len(set(ids)) == len(ids), name
        for named in root.xpath("//@aria-labelledby"):
            assert set(named.split()) <= set(ids), name
        assert set(re.findall(r"url\(#([^)]*)\)", source)) <= set(ids), name


def test_a_chart_has_its_words_and_its_table_beside_it(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    charts = 0
    for name, root, _ in pages:
        for chart in root.xpath("//svg"):
            charts += 1
            assert chart.get("role") == "img"
            assert chart.findtext("title"), name
            assert len(chart.findtext("desc") or "") > 20, name
            assert chart.xpath("ancestor::*[@class='together']//table"), name
    assert charts == 24


def test_a_rating_is_a_word_with_its_colour(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    said = {
        (chip.get("class"), chip.text_content())
        for _, root, _ in pages
        for chip in root.xpath("//*[contains(@class, 'chip')]")
    }
    assert said == {("chip red", "Red"), ("chip amber", "Amber"), ("chip green", "Green")}


def test_a_page_explains_the_shorthand_that_it_uses(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    for name, root, _ in pages:
        used = {text for text in root.xpath("//td/text()") if text in {one.value for one in Shorthand}}
        told = {one.value for one in Shorthand if root.xpath(f"//p[starts-with(., '{one.value} is')]")}
        assert used <= told, name


def test_a_page_asks_nobody_for_anything(pages: list[tuple[str, html.HtmlElement, str]]) -> None:
    here = {name.rsplit("/", 1)[1] for name, _, _ in pages}
    for name, root, source in pages:
        assert not root.xpath("//script|//link|//img|//iframe|//object|//embed|//form|//base|//*[@style]"), name
        assert not [key for key in root.xpath("//@*") if str(key.attrname).startswith("on")], name
        for href in root.xpath("//@href"):
            assert href.startswith("#") or href in here, name
        assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", source), name
        assert "@import" not in source
        assert "src=" not in source


def test_the_policy_allows_the_page_s_own_style_and_nothing_else(
    pages: list[tuple[str, html.HtmlElement, str]],
) -> None:
    for name, root, source in pages:
        (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
        expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        assert policy == expected, name


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_the_workbook_becomes_markup(text: str, card: Card, theme: Theme) -> None:
    a = card.assessments[0]
    b = replace(a, period_label=text, indicator=replace(a.indicator, name=text, domain=text))
    highlight = card.highlights[0]
    panel = replace(highlight.panel, title=text, note=text, alternative=text)
    answers = tuple(replace(one, text=text, officer=text) for one in highlight.answers)
    hostile = replace(
        card,
        council=text,
        title=text,
        assessments=(b,),
        highlights=(replace(highlight, theme=text, key=b, panel=panel, answers=answers),),
        glance=(),
        spotlights=(),
        exceptions=None,
    )
    plain = re.sub(r"\s+", " ", re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)).strip()
    for name, content in web_pages(hostile, theme).items():
        source = content.decode("utf-8")
        root: Any = html.document_fromstring(source)
        assert not root.xpath("//script|//img|//b"), name
        assert "<script" not in source, name
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", source), name
        assert plain in re.sub(r"\s+", " ", root.text_content()), name
        assert len(root.xpath("//main")) == len(root.xpath("//style")) == 1, name


def test_element_escapes_texts_and_attributes_but_not_markup() -> None:
    made = element("p", "a < b", Markup("<br>"), title='"&<', data_x="1", class_=None)
    assert made == '<p title="&quot;&amp;&lt;" data-x="1">a &lt; b<br></p>'


@pytest.mark.slow
def test_the_same_card_gives_the_same_bytes(files: dict[str, dict[str, bytes]], card: Card, theme: Theme) -> None:
    assert editions(card, theme) == files["wiltshire-2022-01"]


def test_colours_come_from_the_style_template_and_keep_their_contrast(theme: Theme) -> None:
    """7 to 1 for text, as WCAG's enhanced level asks; 4.5 to 1 on a chip and for the quiet words of a chart."""
    colours = page_colours(theme)
    assert _contrast(colours.ink, "FFFFFF") >= 7
    assert _contrast(colours.heading, "FFFFFF") >= 7
    assert _contrast(colours.link, "FFFFFF") >= 7
    assert _contrast(colours.ink, colours.band) >= 7
    assert _contrast(colours.quiet, "FFFFFF") >= 4.5
    for name, chip in colours.chips:
        assert _contrast(chip.fill, chip.ink) >= 4.5, name
    chart = page_palette(theme)
    assert _contrast(chart.middle, "FFFFFF") >= 3, "bars are told from the page (WCAG 1.4.11)"
    assert _contrast(chart.middle, chart.ink) >= 4.5, "and letters from the bar that they stand on"
    known = {look.fill for look in theme.looks.values()} | {look.rgb for look in theme.looks.values()}
    known |= {border.rgb for look in theme.looks.values() if (border := look.bottom) is not None}
    assert set(re.findall(r"#([0-9A-F]{6})\b", stylesheet(colours))) <= known


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def luminance(rgb: str) -> float:
        parts = [int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_an_edition_without_reports_still_has_its_index(theme: Theme) -> None:
    words = PageWords(skip="Skip", pages="Pages", shorthand="Shorthand", meanings={})
    alone = Edition("A title", "", "Draft", ("Nothing yet.",), ())
    assert list(html_pages(alone, page_colours(theme), words)) == ["index.html"]
    empty = replace(alone, pages=(Page("one", "One", "What?", (Section(paragraphs=("Text",)),)),))
    assert b"<p>Text</p>" in html_pages(empty, page_colours(theme), words)["one.html"]


def test_the_pages_are_on_disk_as_they_are_in_memory(folder: Path, files: dict[str, dict[str, bytes]]) -> None:
    for sample, made in files.items():
        for name, content in made.items():
            assert (folder / sample / name).read_bytes() == content
