"""The state after the lines of one address and programme in the consent ledger: plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import AGREED, ConsentState
from storage.consent.partner_names import fold_names, join_names

IN_DOUBT = timedelta(seconds=1)
"""Messages received by two processes within this time have no certain order: a STOP among them wins."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the ledger, as far as consents depend on it. ``partners`` are the partners that it names."""

    action: ConsentAction
    at: datetime
    teller: Teller
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """The current state of a consent, and since when.

    ``ended_by`` names a stop that only the person can lift: their own words, or their silence. ``taken_back`` is what
    the stop ended, for a START to restore; empty if the shop also reported an end. ``returned``: a START after the stop
    that grants no programme, which lets answers and order updates through. ``partners`` are all that the agreements
    since the last end name, ``partners_taken_back`` those that the stop ended.
    """

    state: ConsentState = ConsentState.NONE
    since: datetime | None = None
    ended_by: Teller | None = None
    taken_back: ConsentState = ConsentState.NONE
    returned: bool = False
    partners: tuple[str, ...] = ()
    partners_taken_back: tuple[str, ...] = ()

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


def find_basis(said: Sequence[Said], partner: str = "") -> int | None:
    """Return the index of the line, in order of time, that the current state rests on; None if there is none.

    With ``partner``, a folded name, only lines that name this partner count.
    """
    now, found = ConsentStanding(), None
    for number, one in enumerate(said):
        after = _apply_line(now, one)
        if not _permits(after, partner):
            found = None
        elif _names(one, partner) and (after.state is not now.state or not _permits(now, partner)):
            found = number
        now = after
    return found


def _permits(stands: ConsentStanding, partner: str) -> bool:
    return stands.state in AGREED and _names(stands, partner)


def _names(one: Said | ConsentStanding, partner: str) -> bool:
    return not partner or partner in fold_names(one.partners)


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
        taken_back, partners = (before.taken_back, before.partners_taken_back) if own else (ConsentState.NONE, ())
        returned = before.returned and one.teller is not Teller.PERSON
        return replace(
            before, ended_by=ended_by, taken_back=taken_back, returned=returned, partners_taken_back=partners
        )
    taken_back = before.state if own and before.state in AGREED else ConsentState.NONE
    partners = before.partners if taken_back in AGREED else ()
    return ConsentStanding(ConsentState.REVOKED, one.at, ended_by, taken_back, partners_taken_back=partners)


def _agree_standing(before: ConsentStanding, one: Said) -> ConsentStanding:
    if one.teller is Teller.SHOP and before.ended_by is not None:
        return before
    state, partners = ConsentState(one.action.value), join_names(before.partners, one.partners)
    if state is before.state or (before.state, state) == (ConsentState.CONFIRMED, ConsentState.GRANTED):
        return replace(before, partners=partners)
    return ConsentStanding(state, one.at, partners=partners)
