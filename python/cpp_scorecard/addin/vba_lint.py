"""What VBA's own editor would refuse or Excel would silently get wrong, found when the add-in is built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.addin.vba_words import RESERVED

if TYPE_CHECKING:
    from cpp_scorecard.addin.wrappers import Wrapper

LONGEST_HELP = 255
"""Characters of a description that Excel keeps."""
LONGEST_LINE = 1023
MOST_CONTINUATIONS = 24
MOST_ARGUMENTS = 60
PREFIX = "CPP_"
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}|R[0-9]*C[0-9]*|[RC]", re.I)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}")
_PUBLIC_FUNCTION = re.compile(r"^(?:Public )?(?:Static )?(?:Function|Property Get) (\w+)", re.M)
_PUBLIC_VARIABLE = re.compile(r"^(?:Public|Global) (?!Function|Sub|Property|Const)(\w+)", re.M)
_PROCEDURE = re.compile(r"^(?:(?:Public|Private|Friend) )?(?:Function|Sub|Property Get|Property Let) (\w+)", re.M)
_CLASS = re.compile(r"\AVERSION 1\.0 CLASS")


def faults_of_functions(wrappers: Iterable[Wrapper]) -> list[str]:
    """What is wrong with the worksheet functions' names, arguments and help, in sentences."""
    wrappers = list(wrappers)
    faults = []
    for wrapper in wrappers:
        faults += [f"{wrapper.name} {fault}" for fault in _faults_of_function(wrapper)]
    twice = [name for name, count in Counter(wrapper.name.upper() for wrapper in wrappers).items() if count > 1]
    return faults + [f"{name} is there more than once." for name in twice]


def _faults_of_function(wrapper: Wrapper) -> Iterable[str]:
    name = wrapper.name
    if not _NAME.fullmatch(name) or name.lower() in RESERVED:
        yield "is no name that VBA takes."
    if _CELL.fullmatch(name):
        yield "looks like a cell, so that Excel never calls it."
    if not name.startswith(PREFIX) or name != name.upper():
        yield f"does not begin with {PREFIX} in capitals."
    yield from _faults_of_help("its description", wrapper.help)
    if len(wrapper.arguments) > MOST_ARGUMENTS:
        yield f"has more than {MOST_ARGUMENTS} arguments."
    seen: set[str] = set()
    for argument in wrapper.arguments:
        word = argument.name.lower()
        if word in RESERVED:
            yield f"has the argument {argument.name}, a word that VBA keeps for itself."
        elif not _NAME.fullmatch(argument.name):
            yield f"has the argument {argument.name}, which is no name that VBA takes."
        if word in seen or word == name.lower():
            yield f"has the argument {argument.name} twice, or named as the function."
        seen.add(word)
        yield from _faults_of_help(f"the help of {argument.name}", argument.help)
    optional = [argument.is_optional or argument.is_vararg for argument in wrapper.arguments]
    if optional != sorted(optional):
        yield "has an optional argument before one that has to be given."


def _faults_of_help(what: str, text: str) -> Iterable[str]:
    if not text or "defined in" in text:
        yield f"has no text for {what}; give the Python function a docstring."
    if len(text) > LONGEST_HELP:
        yield f"has {len(text)} characters for {what}; Excel keeps {LONGEST_HELP}."
    if not _is_ansi(text):
        yield f"has a character in {what} that VBA cannot hold."


def faults_of_modules(modules: Mapping[str, str]) -> list[str]:
    """What is wrong with the modules' text, in sentences."""
    faults = []
    for name, text in modules.items():
        faults += [f"{name}: {fault}" for fault in _faults_of_module(name, text)]
    return faults


def _faults_of_module(name: str, text: str) -> Iterable[str]:
    lines = text.split("\n")
    if f'Attribute VB_Name = "{name}"' not in lines:
        yield "its VB_Name is another."
    if "Option Explicit" not in lines:
        yield "it lacks Option Explicit."
    if "\r" in text or not _is_ansi(text):
        yield "it has a character that a VBA project cannot hold."
    run = 0
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            yield f"line {number} has {len(line)} characters; VBA takes {LONGEST_LINE}."
        run = run + 1 if line.endswith(" _") else 0
        if run > MOST_CONTINUATIONS:
            yield f"line {number} continues more than {MOST_CONTINUATIONS} lines."
    names = Counter(name.lower() for name in _PROCEDURE.findall(text))
    yield from (f"{name} is there more than once." for name, count in names.items() if count > 1)
    if not _CLASS.match(text):
        yield from _open_to_cells(text)


def _open_to_cells(text: str) -> Iterable[str]:
    """Whatever a standard module makes public, a cell of any workbook can call."""
    public: Sequence[str] = [*_PUBLIC_FUNCTION.findall(text), *_PUBLIC_VARIABLE.findall(text)]
    for name in public:
        if not name.startswith(PREFIX):
            yield f"{name} is public, so that a cell of any workbook can reach it; make it private or part of a class."


def _is_ansi(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
