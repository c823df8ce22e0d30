"""The end of marketing by the link of a message: at the link's address, or everywhere. No message answers it."""

from __future__ import annotations

from itertools import product
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from flows.events import ConsentAction, MarketingEnded, Teller
from handlers.engine.turn import Turn
from handlers.people import opt_outs
from storage.consent import opt_out_reach
from storage.consent.consents import ALL_PROGRAMMES, LedgerLine
from storage.events.event_inbox import Stored

ENDED = "marketing ended"
"""The deed in the audit."""
_ONE_CLICK, _PAGE = "one click in their mail program", "the page of a message's link"


async def find_person(turn: Turn, address: UUID) -> UUID | None:
    """Return the present person at an address, locked; None if the address was deleted."""
    try:
        found = await turn.unit.people.address_by_id(address)
    except LookupError:
        return None
    return await turn.unit.people.hold(found.contact)


async def is_over(turn: Turn, contact: UUID, address: UUID, *, everywhere: bool) -> bool:
    """Return True if the person's own ends hold there for every programme, so that another end changes nothing."""
    theirs = {address}
    if everywhere:
        theirs = {one.id for one in await turn.unit.people.addresses_of(contact) if one.is_channel}
    lines = [line for line in await turn.unit.consents.ledger(contact) if line.address in theirs]
    last = {line.place: line for line in lines}
    known = bool(theirs) and last.keys() >= set(product(theirs, ALL_PROGRAMMES))
    return known and all(_is_end(line, everywhere=everywhere) for line in last.values())


def _is_end(line: LedgerLine, *, everywhere: bool) -> bool:
    if line.action is ConsentAction.ENDED:  # of a wish for one message
        return True
    own = line.action is ConsentAction.REVOKED and line.teller is not Teller.SHOP
    return own and not (everywhere and line.text in opt_out_reach.HERE_ALONE)


async def end(turn: Turn, contact: UUID, event: MarketingEnded, because: UUID) -> None:
    """End marketing to a person, and log it."""
    only, source = None if event.everywhere else event.address, _ONE_CLICK if event.one_click else _PAGE
    await opt_outs.end_by_link(turn, contact, only, source, because)
    await turn.unit.access.log(Actor(ActorKind.CUSTOMER), ENDED, turn.now, Subject("contact", contact))


async def note_end(_turn: Turn, _stored: Stored, _event: MarketingEnded) -> None:
    """Do nothing: an end by a link takes effect at the intake."""
