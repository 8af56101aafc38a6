"""Builds ``docs/command-line.md`` from the commands and arguments that the command line declares.

Not from the text of `--help`, whose wording and wrapping differ between versions of Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from cpp_scorecard.cli import make_parser


def reference() -> str:
    """The page: every command with its arguments and examples, then the exit codes."""
    parser = make_parser()
    parts = [
        "# The command line",
        "Generated from the command line's own declarations; rebuild with `poe artefacts`.",
        str(parser.description),
    ]
    for name, command in _commands(parser):
        parts += [f"## `cpp-scorecard {name}`", str(command.description), _arguments(command)]
        examples = str(command.epilog).removeprefix("examples:\n")
        lines = [line.strip() for line in examples.splitlines()]
        parts.append("```text\n" + "\n".join(lines) + "\n```")
    parts += ["## Exit codes", "```text\n" + str(parser.epilog).removeprefix("exit codes:\n").rstrip() + "\n```"]
    return "\n\n".join(parts) + "\n"


def _commands(parser: argparse.ArgumentParser, group: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command under its whole name; a group stands for the commands in it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                within = list(_commands(command, f"{group}{name} "))
                yield from within or [(f"{group}{name}", command)]


def _arguments(command: argparse.ArgumentParser) -> str:
    rows = ["| Argument | What it does |", "|---|---|"]
    for action in command._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        value = f" {action.metavar}" if action.option_strings and action.metavar else ""
        name = ", ".join(action.option_strings) + value if action.option_strings else str(action.metavar)
        rows.append(f"| `{name}` | {action.help} |")
    return "\n".join(rows)


def build(path: Path) -> None:
    """Write the page to `path`."""
    path.write_text(reference(), encoding="utf-8", newline="\n")
