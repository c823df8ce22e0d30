"""An opt-out: the ledger, the queue, and every open run.

The ledger names the rule and the event of the opt-out. The person's words are only in that event and its message, so
that an erasure reaches them.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.consent import stop_question
from flows.engine import Left
from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import Programme
from handlers.engine import host, own_events
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import order_news_after_stop, persons
from storage.consent import opt_out_reach
from storage.consent.consents import ALL_PROGRAMMES, COMPLAINT, LedgerLine
from storage.sending.message import Message

CLEAR = "opt-out.clear"  # their words leave no doubt: 47 CFR 64.1200(a)(10)
UNCLEAR = "opt-out.unclear"  # perhaps an opt-out: version 0.1 took it for one, and its ledger says so
KEYWORD = "opt-out.keyword"  # the provider knows the word and has stopped them itself
PROVIDER = "opt-out.provider"  # the provider delivers nothing to them: they told it, not us
SILENCE = "opt-out.silence"  # asked whether our messages shall stop, they said nothing for a day: (a)(12)
LINKED = opt_out_reach.LINKED  # they wrote it at another address, which a shop's system recorded for the same customer
PAGE = "opt-out.page"  # somebody with the link of a message ended it on the link's page
PAGE_HERE = opt_out_reach.PAGE_HERE
ERASURE = "opt-out.erasure"  # they, or a platform for them, asked to be forgotten


async def opt_out(
    turn: Turn, contact: UUID, source: str, because: UUID, rule: str = PROVIDER, said: Message | None = None
) -> None:
    """Opt a person out of everything, also at each number that the shop reported for them without proof.

    ``because`` is the event or message that caused it, ``rule`` how it was recognised, and ``said`` the message itself;
    a consent after that message stays.
    """
    await _end_marketing(turn, contact, source, because, rule, Teller.PERSON, said)
    for one in conversations_of(turn).leaving_hooks:
        await one.ended(turn, contact, because)


async def end_programme(turn: Turn, contact: UUID, programme: Programme, because: UUID) -> None:
    """End one programme for a person: its consents end at each address, all others stay.

    Policy refuses its queued messages at departure.
    """
    for one in await _find_reported(turn, contact):
        person = await turn.unit.people.hold(one)
        for address in await turn.unit.people.addresses_of(person):
            if address.is_channel:
                line = LedgerLine(
                    person, address.id, programme, ConsentAction.REVOKED, "their own words", CLEAR, turn.now, because,
                    teller=Teller.PERSON,
                )  # fmt: skip
                await turn.unit.consents.record(line, turn.now)
    await _end_linked(turn, contact, because, Teller.PERSON, programmes=(programme,))


async def hold(turn: Turn, contact: UUID, message: UUID) -> None:
    """Hold the marketing to a person whose ``message`` may be an opt-out, until the question about it is answered."""
    if await turn.unit.runs.get_open(stop_question.NAME, str(contact)) is None:
        await host.enter(turn, stop_question.NAME, str(contact), contact, None, stop_question.Doubt(message))


async def fall_silent(turn: Turn, contact: UUID, because: UUID) -> None:
    """End marketing to a person who did not answer our question after the message ``because``.

    Updates of open orders continue, and a shopkeeper still gets a shop's questions.
    """
    source = "silence after we asked whether to stop our messages"
    await _end_marketing(turn, contact, source, because, SILENCE, Teller.SILENCE)


async def end_by_link(turn: Turn, contact: UUID, only: UUID | None, source: str, because: UUID) -> None:
    """End marketing to a person who used the link of a message, at its address or everywhere.

    Policy refuses what is queued for the one address. Updates of open orders continue, as after silence.
    """
    if only is None:
        await _end_marketing(turn, contact, source, because, PAGE, Teller.PAGE)
    else:
        revoked = turn.unit.consents.revoke
        await revoked(contact, source, PAGE_HERE, turn.now, because, Teller.PAGE, only=only)


async def end_by_complaint(turn: Turn, contact: UUID, address: UUID, because: UUID) -> None:
    """End marketing at the address where a person marked a mail as spam; policy refuses what is queued for it."""
    source = "marked as spam in a mail program"
    await turn.unit.consents.revoke(contact, source, COMPLAINT, turn.now, because, Teller.PAGE, only=address)


async def end_topic(turn: Turn, contact: UUID, programme: Programme, source: str) -> None:
    """End one programme for a person who chose so on the page of a link, as ``end_programme`` does for a word."""
    for one in await _find_reported(turn, contact):
        person = await turn.unit.people.hold(one)
        revoked = turn.unit.consents.revoke
        await revoked(person, source, PAGE, turn.now, None, Teller.PAGE, programmes=(programme,))
    await _end_linked(turn, contact, None, Teller.PAGE, programmes=(programme,))


async def _end_marketing(
    turn: Turn, contact: UUID, source: str, because: UUID, rule: str, teller: Teller, said: Message | None = None
) -> None:
    """End the person's consents, queued marketing and every open run, also under each reported number."""
    for one in await _find_reported(turn, contact):
        person = await turn.unit.people.hold(one)
        await turn.unit.consents.revoke(person, source, rule, turn.now, because, teller, said)
        await turn.unit.outbox.void(turn.now, contact=person)
        away = f"opted_out:{because}" if one == contact else f"opted_out:{because}:{one}"
        # An erased person who writes again has not asked for silence: their questions may be answered. So may questions
        # in a chat with an open order.
        unsaid = teller is not Teller.PERSON or rule == ERASURE
        silent = unsaid or await order_news_after_stop.are_answered(turn, person)
        await own_events.emit(turn, person, Left("opted_out", silent=silent), away)
    if rule != ERASURE:
        await _end_linked(turn, contact, because, teller, said)


async def _end_linked(
    turn: Turn,
    contact: UUID,
    because: UUID | None,
    teller: Teller,
    said: Message | None = None,
    programmes: Sequence[Programme] = ALL_PROGRAMMES,
) -> None:
    """End marketing to the contacts that a shop's system recorded as the same customer.

    A linked contact may be another person, so only marketing ends: orders and open questions continue.
    """
    known = {contact, *await turn.unit.people.list_recorded_guests(contact)}
    teller = teller if teller is Teller.SILENCE else Teller.LINKED
    for one, until in (await persons.lock_people(turn, contact)).items():
        if one not in known:
            await turn.unit.consents.revoke(
                one, opt_out_reach.ELSEWHERE, LINKED, turn.now, because, teller, said, programmes, until
            )
            await persons.void(turn, one)


async def _find_reported(turn: Turn, contact: UUID) -> tuple[UUID, ...]:
    """Return a person, and the people that shops reported under the person's numbers."""
    return (contact, *await turn.unit.people.list_recorded_guests(contact))
