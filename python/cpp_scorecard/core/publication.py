"""What a publication is: for whom it is made, and who said that it may go out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cpp_scorecard.core.period import day_in_words


class Profile(StrEnum):
    """For whom an edition is made."""

    PUBLIC = "public"
    """For everybody: small numbers are suppressed."""
    INTERNAL = "internal"
    """For officers and councillors: every number is shown, and every page says that it must not go out."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved an edition and on which day."""

    by: str
    on: dt.date

    @property
    def text(self) -> str:
        """As it is printed: `approved by Head of Performance on 11 January 2022`."""
        return f"approved by {self.by} on {day_in_words(self.on)}"


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition: its readers and its approval; without one it is a draft and says so on every page."""

    profile: Profile
    approval: Approval | None = None

    @property
    def stays_inside(self) -> bool:
        """Whether it must not go out as it is: what every page says first of all."""
        return self.is_draft or self.profile is Profile.INTERNAL

    @property
    def is_draft(self) -> bool:
        """Whether nobody approved it."""
        return self.approval is None

    @property
    def standing(self) -> str:
        """What every page says of the edition."""
        said = "DRAFT, not approved for publication" if self.approval is None else self.approval.text
        return f"INTERNAL, not for publication · {said}" if self.profile is Profile.INTERNAL else said
