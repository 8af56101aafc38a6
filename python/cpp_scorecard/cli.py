"""The command line: arguments in, one use case, messages and exit codes out. Nothing is worked out here.

Only `argparse` is imported until a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cpp_scorecard import __version__
from cpp_scorecard.addin.commands import SUMMARY as ADDIN
from cpp_scorecard.addin.commands import add_commands as add_addin_commands
from cpp_scorecard.app.report_names import REPORT_NAMES
from cpp_scorecard.batch_command import EXAMPLES as BATCH_EXAMPLES
from cpp_scorecard.batch_command import SUMMARY as BATCH
from cpp_scorecard.batch_command import declare as declare_batch
from cpp_scorecard.batch_command import run as run_batch

if TYPE_CHECKING:
    import datetime as dt

    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.findings import Finding
    from cpp_scorecard.core.period import Month

DONE, USAGE, INCOMPLETE, REFUSED, BUSY = 0, 2, 3, 4, 75
_MOST_LISTED = 30
_READ_WORKBOOKS = frozenset({"check", "build", "regenerate", "publish", "verify"})

_DESCRIPTION = "Make the Corporate Parenting Panel scorecard from a council's own indicator workbook."
_EXIT_CODES = """\
exit codes:
  0   done
  2   the command was not understood
  3   done, but some indicators could not be reported as the workbook has them (they are listed)
  4   refused: nothing was written or touched
  75  the file is in use; try again
"""


class _Parser(argparse.ArgumentParser):
    """Keeps the line breaks of examples and names the way to help."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**options)


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(prog="cpp-scorecard", description=_DESCRIPTION, epilog=_EXIT_CODES)
    parser.add_argument("--version", action="version", version=f"cpp-scorecard {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(
        name: str, summary: str, examples: str, run: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=f"examples:\n{examples}",
        )
        sub.set_defaults(run=run)
        return sub

    check = command(
        "check",
        "read a workbook and list what should be looked at, writing nothing",
        "  cpp-scorecard check indicators.xlsx\n  cpp-scorecard check indicators.xlsx --as-of 2021-11 --json",
        _check,
    )
    _workbook(check)
    build = command(
        "build",
        "make the scorecard as a new workbook",
        "  cpp-scorecard build indicators.xlsx\n"
        "  cpp-scorecard build indicators.xlsx -o card.xlsx --as-of 2021-12\n"
        "  cpp-scorecard build indicators.xlsx --previous last-month.xlsx\n"
        "  cpp-scorecard build indicators.xlsx --report scorecard --json",
        _build,
    )
    _workbook(build)
    build.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT.xlsx",
        help="where to write (default: WORKBOOK-scorecard.xlsx beside the workbook); keep it beside the workbook so "
        "that its links open",
    )
    build.add_argument(
        "--previous",
        type=Path,
        metavar="PACK.xlsx",
        help="the last pack that build made: adds a sheet of what changed since",
    )
    build.add_argument(
        "--report",
        action="append",
        metavar="NAME",
        help=f"a report to write: {', '.join(REPORT_NAMES[:-1])} or {REPORT_NAMES[-1]}; may be repeated (default: all "
        "that the workbook has data for)",
    )
    regenerate = command(
        "regenerate",
        "put the report sheets into a workbook, in place, changing nothing else of it",
        "  cpp-scorecard regenerate indicators.xlsx\n"
        "  cpp-scorecard regenerate board-pack.xlsm --from indicators.xlsx\n"
        "  cpp-scorecard regenerate indicators.xlsx --restore",
        _regenerate,
    )
    _workbook(regenerate)
    regenerate.add_argument(
        "--from",
        dest="figures_from",
        type=Path,
        metavar="INDICATORS",
        help="the workbook that the figures come from; WORKBOOK only receives the sheets (default: WORKBOOK itself)",
    )
    regenerate.add_argument(
        "--restore", action="store_true", help="put back the report sheets that the last run replaced"
    )
    publish = command(
        "publish",
        "make a public edition: accessible, without small numbers, in a folder of its own",
        "  cpp-scorecard publish indicators.xlsx -o january\n"
        "  cpp-scorecard publish indicators.xlsx -o january --previous december \\\n"
        '    --approved-by "Head of Performance" --approved-on 2022-01-11\n'
        "  cpp-scorecard publish indicators.xlsx -o for-councillors --profile internal",
        _publish,
    )
    _workbook(publish)
    publish.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FOLDER",
        required=True,
        help="the folder of the edition, new or with an earlier one that is replaced; what must not be published goes "
        "into FOLDER-not-for-publication beside it",
    )
    publish.add_argument(
        "--profile",
        choices=("public", "internal"),
        default="public",
        help="public: small numbers are suppressed; internal: every number is shown (default: public)",
    )
    publish.add_argument(
        "--previous",
        type=Path,
        metavar="FOLDER",
        help="the edition published last: says what has changed since, and suppresses what would follow from the two",
    )
    publish.add_argument("--approved-by", metavar="NAME", help="who approved it (default: the Settings sheet's)")
    publish.add_argument(
        "--approved-on",
        type=_day,
        metavar="DATE",
        help="when, as 2022-01-11 (default: the Settings sheet's); without an approval the edition is a draft",
    )
    verify = command(
        "verify",
        "compare a published card with what the rules make of the workbook",
        "  cpp-scorecard verify indicators.xlsx published.xlsx",
        _verify,
    )
    _workbook(verify)
    verify.add_argument("published", type=Path, metavar="PUBLISHED.xlsx", help="the card as it was published")
    declare_batch(command("batch", BATCH, BATCH_EXAMPLES, run_batch), _month)
    sample = command(
        "sample",
        "write the sample workbooks and the blank template",
        "  cpp-scorecard sample -o try-it",
        _sample,
    )
    sample.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("cpp-samples"),
        metavar="FOLDER",
        help="where to (default: cpp-samples)",
    )
    add_addin_commands(commands.add_parser("addin", help=ADDIN, description=f"{ADDIN[0].upper()}{ADDIN[1:]}."))
    return parser


def _workbook(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar="WORKBOOK", help="the council's indicator workbook")
    parser.add_argument(
        "--as-of",
        type=_month,
        metavar="YYYY-MM",
        help="the report's month (default: the Settings sheet's, else the latest month with data)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")


def _month(text: str) -> Month:
    from cpp_scorecard.core.period import Month

    month = Month.parse(text)
    if month is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a month; write it as 2021-12')
    return month


def _day(text: str) -> dt.date:
    from cpp_scorecard.app.sign_off import day_given

    day = day_given(text)
    if day is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day; write it as 2022-01-11')
    return day


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; errors become sentences on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = make_parser().parse_args(arguments)
    from cpp_scorecard.app.own_process import prepare_own_process
    from cpp_scorecard.core.errors import Busy, ScorecardError, UsageError

    if chosen.command in _READ_WORKBOOKS:
        prepare_own_process()
    try:
        return int(chosen.run(chosen))
    except ScorecardError as error:
        _failed(error, as_json=getattr(chosen, "json", False))
        return USAGE if isinstance(error, UsageError) else BUSY if isinstance(error, Busy) else REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        say("Stopped; nothing is half written.")
        return 130


def run() -> NoReturn:
    """A process of the command line: `main`, and its end.

    Whatever was written is closed and in its place when `main` returns. What is left is memory, and taking a workbook
    to pieces, cell by cell, before the process ends takes a tenth of a build: it ends at once, unless a library still
    has a thread at work.
    """
    code = main()
    with contextlib.suppress(OSError, ValueError):  # nobody listens any more
        sys.stdout.flush()
        sys.stderr.flush()
    if threading.active_count() > 1:
        raise SystemExit(code)
    os._exit(code)


def say(text: str) -> None:
    """A line for people, on standard error."""
    print(text, file=sys.stderr)


def _failed(error: Any, *, as_json: bool) -> None:
    say(f"cpp-scorecard: {error.message}")
    if error.remedy:
        say(f"  {error.remedy}")
    if as_json:
        _print_json({"error": error.message, "remedy": error.remedy})


def _print_json(document: dict[str, Any]) -> None:
    import json

    print(json.dumps(document, ensure_ascii=False, indent=2))


def _read(chosen: argparse.Namespace, *, indicators_only: bool = False) -> Scorecard:
    from cpp_scorecard.app.scorecard import make_scorecard

    what = "the indicators of " if indicators_only else ""
    say(f"Reading {what}{chosen.workbook.name} ...")
    return make_scorecard(chosen.workbook, chosen.as_of, indicators_only=indicators_only)


def _check(chosen: argparse.Namespace) -> int:
    scorecard = _read(chosen)
    if chosen.json:
        from cpp_scorecard.app.as_json import document

        _print_json(document(scorecard))
    else:
        _print_findings(scorecard.findings, everything=True)
        _print_drafts(scorecard)
        _print_summary(scorecard)
    return DONE if scorecard.is_complete else INCOMPLETE


def _build(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.app.build import build, chosen_reports, default_output, known_reports, show_indicators_only

    known_reports(chosen.report)
    reads_less = show_indicators_only(chosen.report) and chosen.previous is None and not chosen.json
    scorecard = _read(chosen, indicators_only=reads_less)
    if chosen.previous is not None:
        from cpp_scorecard.app.since import compared_with

        scorecard = compared_with(scorecard, chosen.previous)
    reports = chosen_reports(scorecard, chosen.report)
    say(f"Writing {len(reports)} sheets ...")
    built = build(scorecard, chosen.output or default_output(chosen.workbook), reports)
    if chosen.json:
        from cpp_scorecard.app.as_json import document

        _print_json(document(scorecard, built.reports))
    else:
        serious = tuple(f for f in scorecard.findings if f.severity != "information")
        _print_findings(serious, everything=False)
        _print_summary(scorecard)
        if reads_less:
            print("Only the indicators were read: these reports show nothing else. `check` reads everything.")
        print(f"Written: {built.path}")
    return DONE if scorecard.is_complete else INCOMPLETE


def _regenerate(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.app.regenerate import regenerate, restore
    from cpp_scorecard.core.errors import UsageError

    if chosen.restore and (chosen.figures_from is not None or chosen.as_of is not None):
        raise UsageError("--restore puts earlier sheets back as they were.", "Leave out --from and --as-of.")
    if chosen.restore:
        say(f"Putting the earlier report sheets back into {chosen.workbook.name} ...")
        done = restore(chosen.workbook)
    else:
        say(f"Reading {(chosen.figures_from or chosen.workbook).name} ...")
        done = regenerate(chosen.workbook, figures_from=chosen.figures_from, as_of=chosen.as_of)
    scorecard = done.scorecard
    if chosen.json:
        from cpp_scorecard.app.as_json import regenerated_json

        _print_json(regenerated_json(done))
    else:
        if scorecard is not None:
            serious = tuple(f for f in scorecard.findings if f.severity != "information")
            _print_findings(serious, everything=False)
            _print_summary(scorecard)
        for note in done.notes:
            print(note)
        print(f"Regenerated: {done.path}" if done.changed else f"Nothing to change: {done.path} is up to date.")
    return DONE if scorecard is None or scorecard.is_complete else INCOMPLETE


def _publish(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.app.publish import publish

    done = publish(
        chosen.workbook,
        chosen.output,
        as_of=chosen.as_of,
        profile=chosen.profile,
        previous=chosen.previous,
        approved_by=chosen.approved_by,
        approved_on=chosen.approved_on,
        progress=say,
    )
    if chosen.json:
        from cpp_scorecard.app.as_json import published_json

        _print_json(published_json(done))
    else:
        serious = tuple(f for f in done.scorecard.findings if f.severity != "information")
        _print_findings(serious, everything=False)
        _print_summary(done.scorecard)
        for note in done.notes:
            print(note)
        if done.suppressed:
            print(f"Suppressed: {done.suppressed} figures and texts; the list is in {done.papers}")
        print(f"Published: {done.folder}")
    return DONE if done.scorecard.is_complete else INCOMPLETE


def _verify(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.app.verify import verify

    result = verify(_read(chosen), chosen.published)
    if chosen.json:
        from cpp_scorecard.app.as_json import finding_json

        _print_json(
            {
                "as_of": result.scorecard.as_of.iso,
                "published": chosen.published.name,
                "cells_compared": result.cells_compared,
                "colours_compared": result.colours_compared,
                "differences": [finding_json(difference) for difference in result.differences],
            }
        )
    else:
        for difference in result.differences:
            print(f"{_at(difference)}{difference.message}")
        colours = (
            f"and {result.colours_compared} colours"
            if result.colours_compared
            else "(it has no fills; colours by live rules are not compared)"
        )
        count = len(result.differences)
        print(
            f"{count or 'No'} difference{'' if count == 1 else 's'} in {result.cells_compared} cells {colours} of "
            f"{len(result.card.rows)} indicators."
        )
    return DONE if result.scorecard.is_complete else INCOMPLETE


def _sample(chosen: argparse.Namespace) -> int:
    from cpp_scorecard.app.sample import write_samples

    for path in write_samples(chosen.output):
        print(f"Written: {path}")
    return DONE


def _at(finding: Finding) -> str:
    return f"{finding.where} " if finding.where else ""


def _print_findings(findings: tuple[Finding, ...], *, everything: bool) -> None:
    from cpp_scorecard.core.findings import Severity

    marks = {Severity.ERROR: "PUT RIGHT", Severity.WARNING: "look at  ", Severity.INFORMATION: "note     "}
    shown = findings if everything else findings[:_MOST_LISTED]
    for finding in shown:
        print(f"{marks[finding.severity]} {_at(finding)}{finding.message} {finding.remedy}")
    if len(shown) < len(findings):
        print(f"... and {len(findings) - len(shown)} more on the Checks sheet.")


def _print_drafts(scorecard: Scorecard) -> None:
    """What the figures would have said where an officer's text stands: for that officer, and in no report."""
    for highlight in scorecard.highlights:
        for answer in highlight.answers:
            if not answer.is_draft:
                print(f"Draft for {highlight.theme} (your text stands, no report has this): {answer.draft}")


def _print_summary(scorecard: Scorecard) -> None:
    if scorecard.dataset is not None:
        report = scorecard.dataset
        shown = [rated.letter for rated in report.rated]
        print(
            f"Exception dataset: {len(shown)} rows, {shown.count('R')} red, {shown.count('A')} amber, "
            f"{len(report.differences)} figures that the rules do not give."
        )
    letters = [assessment.letter for assessment in scorecard.assessments]
    if not letters:
        return
    counts = ", ".join(
        f"{letters.count(letter)} {word}" for letter, word in (("R", "red"), ("A", "amber"), ("G", "green"))
    )
    plural = "" if len(letters) == 1 else "s"
    print(f"{len(letters)} indicator{plural} as of {scorecard.as_of}: {counts}, {letters.count(None)} not rated.")
