"""The command group `addin`: arguments in, one piece of work, a message out.

Nothing but `argparse` is imported until a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from cpp_scorecard.addin.deploy.commands import declare

SUMMARY = "the add-in for Excel: build, install, find out what is wrong, uninstall"


def add_commands(group: argparse.ArgumentParser) -> None:
    """Declare the commands of the group on its parser."""
    commands = group.add_subparsers(dest="addin_command", required=True, metavar="COMMAND")

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

    build = command(
        "build",
        "build the add-in's file from its sources; needs the extra dev, and no Excel",
        "  cpp-scorecard addin build\n  cpp-scorecard addin build -o addin/cpp-scorecard.xlam",
        _build,
    )
    build.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE.xlam",
        help="where to write (default: cpp-scorecard.xlam in the current folder)",
    )
    declare(command)


def _build(chosen: argparse.Namespace) -> int:
    import hashlib

    from cpp_scorecard.addin.build import build_addin
    from cpp_scorecard.addin.sources import addin_sources
    from cpp_scorecard.app.files import write_atomically
    from cpp_scorecard.core.errors import Refused

    path = chosen.output or Path(addin_sources().file_name)
    if path.suffix.lower() != ".xlam" and not path.is_dir():
        raise Refused(f"Excel opens an add-in only as .xlam, and {path} is none.", "Name it .xlam.")
    content = build_addin()
    write_atomically(path, content)
    print(f"Written: {path} ({len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()})")
    return 0
