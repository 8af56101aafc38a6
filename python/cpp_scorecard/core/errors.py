"""The only errors that leave this package. Each says what happened and what to do about it."""

from __future__ import annotations


class ScorecardError(Exception):
    """Base of the project's own errors. `message` says what was found, `remedy` what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".rstrip())
        self.message = message
        self.remedy = remedy


class Refused(ScorecardError):
    """The input cannot be worked on; nothing was written or touched."""


class UsageError(ScorecardError):
    """The caller asked for something that does not exist, such as an unknown report."""


class NumberUnusable(ScorecardError, ValueError):
    """A rule was given a number that it cannot work with, such as an infinite one to be rounded."""


class Busy(ScorecardError):
    """Somebody else holds the file; trying again later may work."""
