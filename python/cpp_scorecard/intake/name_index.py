"""Things found again by what a row says of them: reference, name and domain."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpp_scorecard.intake.vocabulary import plain


def name_key(name: str) -> str:
    """A name without the differences people do not see: case, spacing, punctuation."""
    return plain(name).replace(" ", "")


@dataclass(slots=True)
class NameIndex:
    """The places of things in their list, by reference, name and domain."""

    _by_reference: dict[str, list[int]] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)
    _domains: dict[int, str] = field(default_factory=dict)

    def add(self, place: int, reference: str, name: str, domain: str) -> None:
        """Remember what stands at `place`; an empty reference is none."""
        if reference:
            self._by_reference.setdefault(plain(reference), []).append(place)
        self._by_name.setdefault(name_key(name), []).append(place)
        self._domains[place] = name_key(domain)

    def referred(self, reference: str) -> list[int]:
        """The places that have that very reference."""
        return self._by_reference.get(plain(reference), []) if reference else []

    def named(self, name: str) -> list[int]:
        """The places that have that name."""
        return self._by_name.get(name_key(name), [])

    def find(self, reference: str, name: str, domain: str) -> list[int]:
        """The places that a row names: one for a match, several where the name alone cannot tell.

        A reference tells, unless the row bears the very name of something else: a column "No" that counts the
        rows of each sheet afresh is no reference.
        """
        places = self.named(name)
        by_reference = self.referred(reference or name)
        if len(by_reference) == 1 and (not places or by_reference[0] in places):
            return by_reference
        if len(places) > 1 and domain:
            same = [place for place in places if self._domains[place] == name_key(domain)]
            return same or places
        return places
