"""Consents of a file into the ledger. Nothing is sent for them: neither a second ask nor a reminder that waited."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flows.events import ConsentAction, ConsentGiven, Customer, CustomerUpdated
from handlers import persons, told
from handlers.turn import Turn
from storage.consents import ALL_PROGRAMMES, OWN_PROGRAMMES, Line, all_revoked
from storage.identity import Person


def first_lines(turn: Turn, contact: UUID, person: Person, news: CustomerUpdated) -> Iterator[Line]:
    """The lines of somebody who is new."""
    for one in news.consents:
        over = one.action is ConsentAction.REVOKED
        meant = None if over else persons.consent_identity(one, news.customer, turn.business.country)
        for held in person.names:
            if held.name == meant or (over and held.line is not None):
                for programme in ALL_PROGRAMMES if over else OWN_PROGRAMMES:
                    yield told.line_of(turn, (contact, held.id), programme, told.action_of(one), one)


NOWHERE = "the opt-out was not kept: no phone and no chat is known at which messages could end; add the number"
LATER = (
    "the opt-out did not end a yes that is known here, for that is later and stands; if they ended it since, the row "
    "needs the time of that"
)


def ends(news: CustomerUpdated) -> bool:
    """Whether it tells of an opt-out."""
    return any(one.action is ConsentAction.REVOKED for one in news.consents)


def unkept(news: CustomerUpdated, *, reached: bool, back: bool = False) -> tuple[str, ...]:
    """That an opt-out holds nowhere, of somebody without a line to write to: ``reached`` says whether there is one; or
    that they agreed to something again: ``back``."""
    if not ends(news):
        return ()
    return (LATER,) if back else () if reached else (NOWHERE,)


async def agree(turn: Turn, contact: UUID, customer: Customer, consent: ConsentGiven) -> None:
    """What somebody who is known agreed to, or ended; a line that the ledger has by the shop's own date is not added
    again."""
    if consent.action is ConsentAction.REVOKED:
        await _end(turn, contact, consent)
        return
    identity = persons.consent_identity(consent, customer, turn.business.country)
    address = None if identity is None else await turn.unit.people.address(identity.channel, identity.value)
    if address is None:
        return
    for programme in OWN_PROGRAMMES:
        if not await turn.unit.consents.is_known(address.id, programme, consent.told_at or consent.at):
            await told.record(turn, None, address, programme, told.action_of(consent), consent)


async def _end(turn: Turn, contact: UUID, consent: ConsentGiven) -> None:
    """As wide as a STOP, at every address where anything may still be agreed to."""
    theirs = await told.ended(turn, contact, ())
    states = await turn.unit.consents.states([one.id for one in theirs])
    told_at = consent.told_at or consent.at
    open_ = [
        one
        for one in theirs
        if not all_revoked(states, one.id) and not await turn.unit.consents.is_known(one.id, ALL_PROGRAMMES[0], told_at)
    ]
    await told.revoke(turn, None, open_, consent)
    await told.revoke_linked(turn, None, contact, consent)
