"""The files of an edition and the papers about it, made in memory: nothing here knows the folder they go to."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app import office
from cpp_scorecard.app.build import properties_of, sheets_of, style_template
from cpp_scorecard.app.disclosed_card import Disclosed, disclosed_card
from cpp_scorecard.app.edition_record import RECORD, EditionRecord, hashes
from cpp_scorecard.app.editions import COMPANION, OPEN_COMPANION, editions, open_companion
from cpp_scorecard.app.published_card import PublishedCard, published_card
from cpp_scorecard.app.state import sha256
from cpp_scorecard.app.without_moment import ods_without_machine, pdf_of_a_day
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.sheets.as_printed import as_printed
from cpp_scorecard.sheets.model import BookModel, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.publication import Publication
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

PACK = "print-pack.xlsx"
PACK_PDF = "print-pack.pdf"
SUPPRESSIONS = "suppression.csv"

Printer = Callable[[Path, Path], None]
"""Prints a workbook as PDF: the workbook, and the file to write. Raises PrinterMissing where there is no program."""


class PrinterMissing(Refused):
    """There is no program here that prints a workbook as PDF; an edition can do without."""


@dataclass(frozen=True, slots=True)
class Made:
    """An edition before it is in its place."""

    files: dict[str, bytes]
    papers: dict[str, bytes]
    sheets: dict[str, tuple[SheetModel, ...]]
    record: EditionRecord
    shown: PublishedCard
    notes: tuple[str, ...]
    suppressed: int
    """How many figures and texts were left out."""

    @property
    def name(self) -> str:
        """The name of the edition's papers: its month and the beginning of its record's hash."""
        return f"{self.record.as_of}-{sha256(self.files[RECORD])[:12]}"


def make_edition(
    scorecard: Scorecard, publication: Publication, last: EditionRecord | None, input_sha256: str, printer: Printer
) -> Made:
    """The edition of `scorecard` for `publication`; `last` is the one that was published before."""
    from cpp_scorecard.sheets.theme import load_theme

    settings = scorecard.workbook.settings
    theme = load_theme(style_template(scorecard))
    disclosed: list[Disclosed] = []

    def disclose(card: Card) -> Card:
        disclosed.append(disclosed_card(card, settings, publication, last))
        return disclosed[-1].card

    shown = published_card(scorecard, publication, last, disclose)
    sheets, pack = _print_pack(shown, scorecard, theme)
    files = {PACK: pack}
    notes = []
    try:
        files[PACK_PDF] = pdf_of_a_day(_printed(pack, printer), properties_of(shown.card).created)
    except PrinterMissing as error:
        notes.append(f"There is no PDF of the print pack: {error.message} {error.remedy}")
    files |= editions(shown.card, theme)
    if office.program() is None:
        notes.append(f"There is no {OPEN_COMPANION}: LibreOffice, which makes it, is not on this computer.")
    else:
        files[OPEN_COMPANION] = ods_without_machine(open_companion(files[COMPANION]))
    record = EditionRecord(
        council=settings.council,
        title=settings.report_title,
        as_of=scorecard.as_of.iso,
        publication_date=settings.publication_date.isoformat() if settings.publication_date else None,
        profile=publication.profile.value,
        approved_by=publication.approval.by if publication.approval else None,
        approved_on=publication.approval.on.isoformat() if publication.approval else None,
        version=version("cpp-scorecard"),
        input_sha256=input_sha256,
        previous={"as_of": last.as_of, "sha256": last.sha256} if last else None,
        files=hashes(files),
        snapshots=shown.snapshots,
        published=disclosed[0].published,
    )
    files[RECORD] = record.to_bytes()
    papers = {"suppression.csv": disclosed[0].log.encode("utf-8-sig")} if disclosed[0].log else {}
    return Made(files, papers, {PACK: sheets}, record, shown, tuple(notes), disclosed[0].suppressed)


def _print_pack(shown: PublishedCard, scorecard: Scorecard, theme: Theme) -> tuple[tuple[SheetModel, ...], bytes]:
    from cpp_scorecard.sheets.render import render

    tabs = scorecard.workbook.settings.report_sheets
    sheets = tuple(as_printed(sheet) for sheet in sheets_of(shown.card, theme, shown.reports, tabs))
    return sheets, render(BookModel(sheets, properties_of(shown.card)), theme, marked=False)


def _printed(pack: bytes, printer: Printer) -> bytes:
    with tempfile.TemporaryDirectory(prefix="cpp-scorecard-print-", ignore_cleanup_errors=True) as folder:
        book, target = Path(folder, PACK), Path(folder, PACK_PDF)
        book.write_bytes(pack)
        printer(book, target)
        return target.read_bytes()


def print_with_office(book: Path, target: Path) -> None:
    """Print with LibreOffice, without a screen."""
    if office.program() is None:
        raise PrinterMissing("LibreOffice is not on this computer.", "Install it, or print the pack from Excel.")
    made = office.convert(book, "pdf", target.parent)
    if made != target:
        made.replace(target)
