"""Hostile at the level of the XML in the parts that are parsed."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.hostile.collection import (
    DEFINITIONS,
    DONE,
    FIGURES,
    REFUSED,
    RELATIONS,
    STYLES,
    TEXTS,
    TYPES,
    WORKBOOK,
    before_end,
    hostile,
    replaced,
    text_of,
    with_part,
)

_ROOT_END = {
    WORKBOOK: "</workbook>",
    RELATIONS: "</Relationships>",
    TYPES: "</Types>",
    STYLES: "</styleSheet>",
    TEXTS: "</sst>",
    FIGURES: "</worksheet>",
    "docProps/app.xml": "</Properties>",
    "_rels/.rels": "</Relationships>",
    "xl/theme/theme1.xml": "</a:theme>",
}
_SHORT = {
    WORKBOOK: "workbook",
    RELATIONS: "relations",
    TYPES: "types",
    STYLES: "styles",
    TEXTS: "texts",
    FIGURES: "sheet",
    "docProps/app.xml": "titles",
    "_rels/.rels": "root_relations",
    "xl/theme/theme1.xml": "theme",
}
_TEN_TIMES = "".join(f"<!ENTITY lol{n} '" + f"&lol{n - 1};" * 10 + "'>" for n in range(1, 10))
_LAUGHS = f"<!DOCTYPE lolz [<!ENTITY lol0 'lol'>{_TEN_TIMES}]>"


def _declared(part: str, doctype: str, inside: str = "") -> bytes:
    """A part with a document type, and an entity of it in the text before its end."""
    text = text_of(part)
    head, _, rest = text.partition("?>")
    return with_part(part, f"{head}?>{doctype}{rest}".replace(_ROOT_END[part], inside + _ROOT_END[part]))


def _in_every_part(
    name: str, make: Callable[[str], bytes], idea: str, *, reads: tuple[str, ...], writes: tuple[str, ...] = ()
) -> None:
    """One file for each part; `reads` and `writes` are the parts where reading and writing are not hindered by it."""
    for part, short in _SHORT.items():

        def of_part(part: str = part) -> bytes:
            return make(part)

        of_part.__name__, of_part.__doc__ = f"{name}_in_the_{short}", f"{idea}, in {part}."
        hostile(DONE if short in reads else REFUSED, regenerate=DONE if short in writes else REFUSED)(of_part)


_NEVER_READ = ("titles", "root_relations")
"""Parts that reading has no use for."""
_in_every_part(
    "billion_laughs",
    lambda part: _declared(part, _LAUGHS, "&lol9;"),
    "Entities that multiply",
    reads=_NEVER_READ,
)
_in_every_part(
    "external_entity",
    lambda part: _declared(part, '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
    "An entity that is another file",
    reads=_NEVER_READ,
)
_in_every_part(
    "nested_a_hundred_thousand_deep",
    lambda part: before_end(part, _ROOT_END[part], "<a>" * 100_000 + "</a>" * 100_000),
    "Elements in elements, which only readers that call themselves mind",
    reads=(*_NEVER_READ, "texts", "sheet", "theme"),
    writes=("texts", "sheet", "theme"),
)
_in_every_part(
    "attribute_of_thirty_megabytes",
    lambda part: before_end(part, _ROOT_END[part], f'<a b="{_letters(30 << 20)}"/>'),
    "One attribute that is too long for anything",
    reads=_NEVER_READ,
)


def _letters(length: int) -> str:
    """Text that packs no better than text does."""
    return random.Random(length).randbytes(length // 2).hex()


@hostile()
def doctype_alone() -> bytes:
    """Harmless and never written by a spreadsheet program."""
    return _declared(WORKBOOK, "<!DOCTYPE workbook>")


@hostile()
def doctype_behind_a_megabyte_of_comment() -> bytes:
    return _declared(FIGURES, "<!--" + "x" * (1 << 20) + f"-->{_LAUGHS}", "&lol9;")


@hostile()
def quadratic_entity() -> bytes:
    """One long entity, used often, stays below what parsers count."""
    doctype = "<!DOCTYPE a [<!ENTITY x '" + "y" * 50_000 + "'>]>"
    return _declared(TEXTS, doctype, f"<si><t>{'&x;' * 2_000}</t></si>")


@hostile()
def parameter_entity_from_the_network() -> bytes:
    return _declared(STYLES, '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>')


@hostile()
def not_utf8() -> bytes:
    return with_part(FIGURES, text_of(FIGURES).encode().replace(b"</sheetData>", b"\xff\xfe\xfa</sheetData>"))


@hostile(DONE, regenerate=DONE)
def utf16_everywhere_it_is_read() -> bytes:
    """Allowed by the standard, so it is read."""
    return with_part(FIGURES, text_of(FIGURES).replace("UTF-8", "UTF-16").encode("utf-16"))


@hostile()
def utf16_that_hides_a_doctype() -> bytes:
    text = text_of(FIGURES).replace("UTF-8", "UTF-16")
    head, _, rest = text.partition("?>")
    return with_part(FIGURES, f"{head}?>{_LAUGHS}{rest}".encode("utf-16"))


@hostile(DONE, regenerate=DONE)
def utf7() -> bytes:
    return with_part(WORKBOOK, text_of(WORKBOOK).replace("UTF-8", "UTF-7").encode())


@hostile()
def unknown_encoding() -> bytes:
    return with_part(WORKBOOK, text_of(WORKBOOK).replace("UTF-8", "klingon-1").encode())


@hostile()
def encoding_that_runs_code_of_ours() -> bytes:
    """A codec of Python's that is no encoding."""
    return with_part(WORKBOOK, text_of(WORKBOOK).replace("UTF-8", "zlib").encode())


@hostile()
def nul_in_the_text() -> bytes:
    return with_part(FIGURES, text_of(FIGURES).encode().replace(b"<sheetData>", b"<sheetData>\0"))


@hostile()
def character_that_xml_forbids() -> bytes:
    return replaced(TEXTS, "Children seen", "Children&#0;seen")


@hostile()
def cut_in_a_tag() -> bytes:
    text = text_of(FIGURES)
    return with_part(FIGURES, text[: text.index("</sheetData>") + 5])


@hostile()
def cut_in_the_texts() -> bytes:
    return with_part(TEXTS, text_of(TEXTS)[:-30])


@hostile()
def empty_sheet_part() -> bytes:
    return with_part(FIGURES, b"")


@hostile()
def html_for_a_sheet() -> bytes:
    return with_part(DEFINITIONS, "<html><body><p>Sign in<br></body></html>")


@hostile()
def a_hundred_megabytes_in_one_cell() -> bytes:
    return replaced(TEXTS, "Children seen", _letters(100 << 20))


@hostile()
def a_hundred_megabytes_in_one_inline_cell() -> bytes:
    row = f'<row r="9"><c r="A9" t="inlineStr"><is><t>{_letters(100 << 20)}</t></is></c></row>'
    return before_end(FIGURES, "</sheetData>", row)


@hostile()
def two_million_texts() -> bytes:
    """More texts than cells that can be read."""
    return before_end(TEXTS, "</sst>", "".join(f"<si><t>{n:x}</t></si>" for n in range(2_000_000)))


@hostile()
def a_text_of_two_million_runs() -> bytes:
    return before_end(TEXTS, "</sst>", "<si>" + "".join(f"<r><t>{n:x}</t></r>" for n in range(2_000_000)) + "</si>")


@hostile(DONE, regenerate=DONE)
def processing_instructions() -> bytes:
    """They say nothing to a spreadsheet program."""
    return replaced(FIGURES, "<sheetData>", '<?xml-stylesheet href="http://127.0.0.1:9/"?><?php exit ?><sheetData>')


@hostile(DONE, regenerate=DONE)
def ten_thousand_comments() -> bytes:
    return replaced(FIGURES, "<sheetData>", "<!-- x -->" * 10_000 + "<sheetData>")


@hostile(DONE, regenerate=DONE)
def text_in_cdata() -> bytes:
    return replaced(TEXTS, "Children seen", "<![CDATA[Children seen]]>")


@hostile()
def five_million_empty_elements() -> bytes:
    return before_end(FIGURES, "</worksheet>", "".join(f"<a{n % 997}/>" for n in range(5_000_000)))


@hostile()
def an_element_with_a_million_attributes() -> bytes:
    return before_end(FIGURES, "</worksheet>", "<a " + " ".join(f'b{n}=""' for n in range(1_000_000)) + "/>")


@hostile(DONE, regenerate=DONE)
def a_hundred_thousand_namespaces() -> bytes:
    return before_end(WORKBOOK, "</workbook>", "<a " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(100_000)) + "/>")
