"""Consents of a file for the ledger. They send no message: neither a second ask nor a waiting reminder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from flows.events import ConsentAction, ConsentGiven, Customer, CustomerUpdated
from flows.policy.departure_facts import ConsentState
from handlers.engine.turn import Turn
from handlers.people import customer_news, persons
from storage.consent.consents import ALL_PROGRAMMES, OWN_PROGRAMMES, LedgerLine, has_nothing_left
from storage.consent.opt_out_reach import carry
from storage.identity.identity import HeldName, Identity, NamedPerson, add_twins

LATER = "the opt-out did not end a consent given later; if they opted out after that, the row needs that time"
STOPPED = "the consent was not imported: a file cannot undo an opt-out; they can agree again by writing"


def list_first_lines(turn: Turn, contact: UUID, person: NamedPerson, news: CustomerUpdated) -> Iterator[LedgerLine]:
    """Yield the ledger lines of a new person."""
    for one in news.consents:
        over = one.action is ConsentAction.REVOKED
        meant = None if over else persons.find_consent_identity(one, news.customer, turn.business.country)
        for held in list_opt_out_names(person.names) if over else person.names:
            if over or held.name == meant:
                for programme in ALL_PROGRAMMES if over else OWN_PROGRAMMES:
                    yield customer_news.line_of(turn, (contact, held.id), programme, customer_news.get_action(one), one)


def list_opt_out_names(names: Sequence[HeldName]) -> Sequence[HeldName]:
    """Return the identities that store an opt-out: the addresses of channels, or all of them if there are none.

    An address that later joins an id inherits the opt-out (storage/consent/opt_out_reach.py).
    """
    return [one for one in names if one.name.is_channel] or names


def ends(news: CustomerUpdated) -> bool:
    """Return True if the row has an opt-out."""
    return any(one.action is ConsentAction.REVOKED for one in news.consents)


async def agree(
    turn: Turn, contact: UUID, customer: Customer, consent: ConsentGiven, names: Sequence[Identity]
) -> str | None:
    """Import a consent, or its end, of a known person.

    A line with the shop's date is not added again. ``names`` are all identities in the row. Return the reason if a
    consent was refused, else None.
    """
    if consent.action is ConsentAction.REVOKED:
        await _end(turn, contact, names, consent)
        return None
    identity = persons.find_consent_identity(consent, customer, turn.business.country)
    address = None if identity is None else await turn.unit.people.address(identity.channel, identity.value)
    if address is None:
        return None
    await carry(turn.unit, contact, turn.now)
    states = await turn.unit.consents.states([address.id])
    for programme in OWN_PROGRAMMES:
        if states.get((address.id, programme)) is ConsentState.REVOKED:
            return STOPPED
        if not await turn.unit.consents.is_known(address.id, programme, consent.told_at or consent.at):
            await customer_news.record(turn, None, address, programme, customer_news.get_action(consent), consent)
    return None


async def _end(turn: Turn, contact: UUID, names: Sequence[Identity], consent: ConsentGiven) -> None:
    """End marketing as widely as a STOP does: at every address with an open consent.

    If another person has a number of the row, marketing ends at that number too.
    """
    theirs = await customer_news.list_ended(turn, contact, ()) or await turn.unit.people.addresses_of(contact)
    named = [one for one in (await turn.unit.people.find_known(add_twins(names))).values() if one.is_channel]
    theirs = list({one.id: one for one in (*theirs, *named)}.values())
    states = await turn.unit.consents.states([one.id for one in theirs])
    told_at = consent.told_at or consent.at
    consents, first = turn.unit.consents, ALL_PROGRAMMES[0]
    left = [one for one in theirs if not has_nothing_left(states, one.id)]
    open_ = [one for one in left if not await consents.is_known(one.id, first, told_at)]
    await customer_news.revoke(turn, None, open_, consent)
    await customer_news.revoke_linked(turn, None, contact, consent)
