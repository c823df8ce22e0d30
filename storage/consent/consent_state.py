"""The state after the lines of one address and programme in the consent ledger: plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import AGREED, ConsentState

IN_DOUBT = timedelta(seconds=1)
"""Messages received by two processes within this time have no certain order: a STOP among them wins."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the ledger, as far as consents depend on it."""

    action: ConsentAction
    at: datetime
    teller: Teller


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """The current state of a consent, and since when.

    ``ended_by`` names a stop that only the person can lift: their own words, or their silence. ``taken_back`` is what
    the stop ended, for a START to restore; empty if the shop also reported an end. ``returned``: a START after the stop
    that grants no programme, which lets answers and order updates through.
    """

    state: ConsentState = ConsentState.NONE
    since: datetime | None = None
    ended_by: Teller | None = None
    taken_back: ConsentState = ConsentState.NONE
    returned: bool = False

    @property
    def stops(self) -> bool:
        """Return True if the person's own stop holds, without a later START."""
        return self.ended_by is Teller.PERSON and not self.returned


@dataclass(frozen=True, slots=True)
class ConsentEnd:
    """A line that ended a consent; its id sorts by storage time, ``heard_at`` is real time."""

    id: UUID
    teller: Teller
    at: datetime
    heard_at: datetime | None


class ConsentWord(Protocol):
    """A message that agrees to something."""

    @property
    def id(self) -> UUID: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def heard_at(self) -> datetime | None: ...
    @property
    def kept(self) -> bool: ...


def fold_lines(said: Iterable[Said]) -> ConsentStanding:
    """Return the state after these lines, in the order that people said them.

    A mere grant does not undo a confirmation, and a shop's report does not lift the person's own stop.
    """
    now = ConsentStanding()
    for one in said:
        now = _apply_line(now, one)
    return now


def find_basis(said: Sequence[Said]) -> int | None:
    """Return the index of the line, in order of time, that the current state rests on; None if there is none."""
    now, found = ConsentStanding(), None
    for number, one in enumerate(said):
        after = _apply_line(now, one)
        if after.state not in AGREED:
            found = None
        elif after is not now:
            found = number
        now = after
    return found


def _apply_line(now: ConsentStanding, one: Said) -> ConsentStanding:
    if one.action is ConsentAction.ENDED:
        return ConsentStanding(since=one.at) if now.state in AGREED else now
    if one.action is ConsentAction.RETURNED:
        return replace(now, returned=True) if now.stops else now
    return _end_standing(now, one) if one.action is ConsentAction.REVOKED else _agree_standing(now, one)


def is_behind(end: ConsentEnd, said: ConsentWord) -> bool:
    """Return True if an end of a consent came after the message was written, or may have.

    A message that was not spooled is stored on arrival. A spooled message counts from the moment of its arrival.
    """
    if end.teller is not Teller.PERSON:
        return end.id > said.id
    if end.heard_at is None or said.heard_at is None:
        return end.at >= said.created_at - IN_DOUBT if said.kept else end.id > said.id
    return end.heard_at >= said.heard_at - IN_DOUBT and (said.kept or end.id > said.id)


def _end_standing(before: ConsentStanding, one: Said) -> ConsentStanding:
    own = one.teller is not Teller.SHOP
    ended_by = one.teller if own and before.ended_by is not Teller.PERSON else before.ended_by
    if before.state is ConsentState.REVOKED:
        taken_back = before.taken_back if own else ConsentState.NONE
        returned = before.returned and one.teller is not Teller.PERSON
        return replace(before, ended_by=ended_by, taken_back=taken_back, returned=returned)
    taken_back = before.state if own and before.state in AGREED else ConsentState.NONE
    return ConsentStanding(ConsentState.REVOKED, one.at, ended_by, taken_back)


def _agree_standing(before: ConsentStanding, one: Said) -> ConsentStanding:
    if one.teller is Teller.SHOP and before.ended_by is not None:
        return before
    state = ConsentState(one.action.value)
    if state is before.state or (before.state, state) == (ConsentState.CONFIRMED, ConsentState.GRANTED):
        return before
    return ConsentStanding(state, one.at)
