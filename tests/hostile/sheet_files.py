"""Hostile at the level of one sheet: its ranges, places, values and everything beside the cells."""

from __future__ import annotations

import random

from tests.hostile.collection import (
    DONE,
    FIGURES,
    INCOMPLETE,
    hostile,
    replaced,
    text_of,
    with_part,
    with_sheet,
)


def _row(number: int | str, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _value(place: str, value: object, more: str = "") -> str:
    return f'<c r="{place}"{more}><v>{value}</v></c>'


@hostile(DONE, regenerate=DONE)
def dimension_of_the_whole_sheet() -> bytes:
    return replaced(FIGURES, text_of(FIGURES).split("<dimension")[1].split("/>")[0], ' ref="A1:XFD1048576"')


@hostile(DONE, regenerate=DONE)
def dimension_that_is_nonsense() -> bytes:
    return replaced(FIGURES, text_of(FIGURES).split("<dimension")[1].split("/>")[0], ' ref="ZZZZ99999999:A0"')


@hostile(DONE, regenerate=DONE)
def cell_in_the_last_corner() -> bytes:
    return with_sheet(_row(1048576, _value("XFD1048576", 1)))


@hostile(DONE, regenerate=DONE)
def merge_of_the_whole_sheet() -> bytes:
    return with_sheet("", around='<mergeCells count="1"><mergeCell ref="A100:XFD1048576"/></mergeCells>')


@hostile(DONE, regenerate=DONE)
def merge_of_the_whole_sheet_with_a_cell_in_the_corner() -> bytes:
    return with_sheet(
        _row(1048576, _value("XFD1048576", 1)),
        around='<mergeCells count="1"><mergeCell ref="A100:XFD1048576"/></mergeCells>',
    )


@hostile()
def merge_over_the_table() -> bytes:
    """Every cell of the figures is the corner of one merge: there are no figures then."""
    return with_sheet("", around='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


@hostile(DONE, regenerate=DONE)
def sixty_five_thousand_merges() -> bytes:
    areas = "".join(f'<mergeCell ref="H{2 * n + 100}:I{2 * n + 101}"/>' for n in range(65_000))
    return with_sheet("", around=f"<mergeCells>{areas}</mergeCells>")


@hostile()
def a_million_merges() -> bytes:
    areas = "".join(f'<mergeCell ref="H{n + 100}:I{n + 100}"/>' for n in range(1_000_000))
    return with_sheet("", around=f"<mergeCells>{areas}</mergeCells>")


@hostile(DONE, regenerate=DONE)
def ten_thousand_merges_one_over_the_other() -> bytes:
    areas = '<mergeCell ref="G50:XFD60"/>' * 10_000
    return with_sheet(_row(60, _value("XFD60", 1)), around=f"<mergeCells>{areas}</mergeCells>")


@hostile()
def merge_that_is_no_range() -> bytes:
    return with_sheet("", around='<mergeCells><mergeCell ref="everything"/></mergeCells>')


@hostile()
def merge_backwards() -> bytes:
    return with_sheet("", around='<mergeCells><mergeCell ref="I300:H200"/></mergeCells>')


@hostile(DONE, regenerate=DONE)
def row_nought() -> bytes:
    return with_sheet(_row(0, _value("A0", 1)))


@hostile(DONE, regenerate=DONE)
def row_beyond_the_last() -> bytes:
    return with_sheet(_row(1048577, _value("A1048577", 1)))


@hostile()
def row_below_nought() -> bytes:
    return with_sheet(_row(-5, _value("A-5", 1)))


@hostile()
def row_that_is_no_number() -> bytes:
    return with_sheet(_row("seven", _value("A7", 1)))


@hostile()
def row_that_is_infinite() -> bytes:
    return with_sheet(_row("1e999", _value("A7", 1)))


@hostile(DONE, regenerate=DONE)
def row_of_four_thousand_digits() -> bytes:
    return with_sheet(f'<row r="50"><c r="A{"9" * 4000}"><v>1</v></c></row>')


@hostile(DONE, regenerate=DONE)
def rows_backwards() -> bytes:
    return with_sheet("".join(_row(n, _value(f"H{n}", n)) for n in range(500, 10, -1)))


@hostile(DONE, regenerate=DONE)
def one_row_ten_thousand_times() -> bytes:
    return with_sheet("".join(_row(77, _value("H77", n)) for n in range(10_000)))


@hostile(INCOMPLETE, regenerate=INCOMPLETE)
def cells_in_other_rows_than_their_own() -> bytes:
    return with_sheet(_row(50, _value("H99", 1), _value("A3", "x"), _value("H7", 2)))


@hostile(DONE, regenerate=DONE)
def column_beyond_xfd() -> bytes:
    return with_sheet(_row(50, _value("XFE50", 1), _value("ZZZ50", 2)))


@hostile()
def column_of_a_thousand_letters() -> bytes:
    return with_sheet(_row(50, _value("A" * 1000 + "50", 1)))


@hostile(DONE, regenerate=DONE)
def cell_without_a_place() -> bytes:
    return with_sheet("<row><c><v>1</v></c><c/><c><v>2</v></c></row>")


@hostile(DONE, regenerate=DONE)
def text_that_is_not_in_the_table() -> bytes:
    return with_sheet(_row(50, _value("H50", 99_999_999, ' t="s"'), _value("I50", -3, ' t="s"')))


@hostile(DONE, regenerate=DONE)
def text_number_of_five_thousand_digits() -> bytes:
    return with_sheet(_row(50, _value("H50", "9" * 5000, ' t="s"')))


@hostile(DONE, regenerate=DONE)
def format_that_is_not_in_the_table() -> bytes:
    return with_sheet(_row(50, _value("H50", 1, ' s="99999999"'), _value("I50", 1, ' s="-7"')))


@hostile(DONE, regenerate=DONE)
def format_that_is_no_number() -> bytes:
    return with_sheet(_row(50, _value("H50", 1, ' s="bold"')))


@hostile(INCOMPLETE, regenerate=INCOMPLETE)
def infinite_figure() -> bytes:
    return replaced(FIGURES, "<v>14</v>", "<v>1e999</v>")


@hostile(INCOMPLETE, regenerate=INCOMPLETE)
def figure_that_is_no_number() -> bytes:
    return replaced(FIGURES, "<v>14</v>", "<v>NaN</v>")


@hostile(INCOMPLETE, regenerate=INCOMPLETE)
def figure_of_a_hundred_thousand_digits() -> bytes:
    return replaced(FIGURES, "<v>14</v>", f"<v>{'9' * 100_000}</v>")


@hostile(DONE, regenerate=DONE)
def dates_outside_every_calendar() -> bytes:
    values = ("-1", "1e300", "-1e300", "2958466", "60", "NaN")
    cells = "".join(_value(f"{column}60", v, ' t="d"') for column, v in zip("HIJKLM", values, strict=True))
    return with_sheet(_row(60, cells))


@hostile(DONE, regenerate=DONE)
def booleans_that_are_neither() -> bytes:
    cells = [_value("H50", "maybe", ' t="b"'), _value("I50", 2, ' t="b"'), _value("J50", "", ' t="b"')]
    return with_sheet(_row(50, *cells))


@hostile(DONE, regenerate=DONE)
def errors_that_do_not_exist() -> bytes:
    return with_sheet(_row(50, _value("H50", "#WHAT?", ' t="e"'), _value("I50", "", ' t="e"')))


@hostile(DONE, regenerate=DONE)
def types_that_do_not_exist() -> bytes:
    return with_sheet(_row(50, _value("H50", 1, ' t="zebra"'), _value("I50", 1, ' t=""')))


@hostile(DONE, regenerate=DONE)
def formula_of_a_hundred_thousand_characters() -> bytes:
    return with_sheet(_row(50, f'<c r="H50"><f>{"1+" * 50_000}1</f><v>1</v></c>'))


@hostile(DONE, regenerate=DONE)
def shared_formula_that_nobody_defines() -> bytes:
    return with_sheet(_row(50, '<c r="H50"><f t="shared" si="4000000000"/><v>1</v></c>'))


@hostile(DONE, regenerate=DONE)
def array_formula_over_the_whole_sheet() -> bytes:
    return with_sheet(_row(50, '<c r="H50"><f t="array" ref="A1:XFD1048576">ROW()</f><v>1</v></c>'))


@hostile()
def columns_from_nought_to_a_thousand_million() -> bytes:
    return with_sheet("", before='<cols><col min="0" max="1000000000" width="9"/></cols>')


@hostile(DONE, regenerate=DONE)
def hidden_columns_to_a_thousand_million() -> bytes:
    return with_sheet("", before='<cols><col min="8" max="1000000000" hidden="1" width="9"/></cols>')


@hostile()
def a_million_column_widths() -> bytes:
    return with_sheet("", before="<cols>" + '<col min="9" max="9" width="9"/>' * 1_000_000 + "</cols>")


@hostile(DONE, regenerate=DONE)
def sixteen_thousand_hidden_stretches_of_columns() -> bytes:
    """Each begins one column later, and all go to the last."""
    return with_sheet(
        "",
        before="<cols>" + "".join(f'<col min="{n}" max="16384" hidden="1"/>' for n in range(8, 16_384)) + "</cols>",
    )


@hostile(DONE, regenerate=DONE)
def every_row_hidden() -> bytes:
    """A hundred thousand of them, and no figure among them."""
    return with_sheet("".join(f'<row r="{n}" hidden="1"/>' for n in range(100, 100_100)))


@hostile()
def four_million_empty_cells() -> bytes:
    """Formats without values under a header that is known."""
    row = "".join(f'<c r="{c}{{n}}" s="1"/>' for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") * 10
    return with_sheet("".join(_row(n, row.replace("{n}", str(n))) for n in range(100, 15_500)))


@hostile()
def two_million_figures() -> bytes:
    """Figures under a header that is known, as many as a sheet can hold and nobody types."""
    rows = (_row(n, *(_value(f"{c}{n}", n) for c in "FGHIJKLMNOPQRSTUVWXY")) for n in range(100, 100_100))
    return with_sheet("".join(rows))


def _beside(tag: str, entry: str, number: int = 1_000_000) -> bytes:
    return with_sheet("", around=f"<{tag}>{''.join(entry.format(n=n + 1) for n in range(number))}</{tag}>")


@hostile()
def a_million_conditional_formats() -> bytes:
    one = '<conditionalFormatting sqref="A{n}"><cfRule type="cellIs" priority="1"/></conditionalFormatting>'
    return with_sheet("", around="".join(one.format(n=n + 1) for n in range(1_000_000)))


@hostile(DONE, regenerate=DONE)
def conditional_format_of_a_hundred_thousand_ranges() -> bytes:
    ranges = " ".join(f"H{n}" for n in range(1, 100_001))
    return with_sheet("", around=f'<conditionalFormatting sqref="{ranges}"/>')


@hostile()
def a_million_validations() -> bytes:
    return _beside(
        "dataValidations", '<dataValidation sqref="H{n}" type="list"><formula1>A1</formula1></dataValidation>'
    )


@hostile(DONE, regenerate=DONE)
def a_million_links() -> bytes:
    return _beside("hyperlinks", '<hyperlink ref="H{n}" location="A{n}"/>')


@hostile(DONE, regenerate=DONE)
def a_million_comments() -> bytes:
    """They are in a part that reading never opens, and that is copied unread."""
    comment = '<comment ref="H{n}" authorId="0"><text><t>x{n}</t></text></comment>'
    content = "".join(comment.format(n=n + 1) for n in range(1_000_000))
    return with_part("xl/comments1.xml", f"<comments><commentList>{content}</commentList></comments>")


@hostile(DONE, regenerate=DONE)
def a_million_page_breaks() -> bytes:
    return _beside("rowBreaks", '<brk id="{n}" max="16383" man="1"/>')


@hostile(DONE, regenerate=DONE)
def validation_of_the_whole_sheet() -> bytes:
    return with_sheet(
        "", around='<dataValidations><dataValidation sqref="A1:XFD1048576" type="whole"/></dataValidations>'
    )


@hostile(DONE, regenerate=DONE)
def texts_of_the_longest_kind() -> bytes:
    """A hundred cells of 32,767 characters each, which is what Excel allows."""
    chance = random.Random(6)
    rows = [
        _row(n, f'<c r="H{n}" t="inlineStr"><is><t>{chance.randbytes(16384).hex()[:32767]}</t></is></c>')
        for n in range(100, 200)
    ]
    return with_sheet("".join(rows))


@hostile(DONE, regenerate=DONE)
def sheet_in_another_namespace() -> bytes:
    """A sheet that no reader takes for one beside those that are."""
    text = text_of("xl/worksheets/sheet3.xml").replace("spreadsheetml/2006/main", "spreadsheetml/1066/main", 1)
    return with_part("xl/worksheets/sheet3.xml", text)


@hostile(DONE, regenerate=DONE)
def protection_with_a_password_of_a_megabyte() -> bytes:
    return with_sheet("", around='<sheetProtection password="' + "F" * (1 << 20) + '" sheet="1"/>')
