"""START, JOIN or a hello in a person's own chat: earlier consents are restored, and the ask covers the rest.

Nobody consents to unseen words: a stranger first reads the offer, and one tap or YES then consents to it
(flows/opt_in.py). If a person had consented and then wrote STOP, the same word only undoes that STOP. Each programme
needs one opt-in (CTIA, Messaging Principles 5.1.2).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flows import opt_in
from flows.engine import Permitted
from flows.events import ConsentAction, Means, Teller
from flows.opt_in import OptInWanted
from flows.policy.departure_facts import AGREED, ASKS, Kind, Programme
from handlers.consent import stop_doubts
from handlers.customer_talk import opt_out_extent
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import host, own_events, read_disclosure
from handlers.engine.turn import Turn
from handlers.people import start_words
from handlers.people.end_links import make_confirmation_link
from handlers.replies.customer_intents import Intent
from storage.consent.consent_ledger import Place
from storage.consent.consent_state import ConsentStanding
from storage.consent.consents import ALL_PROGRAMMES, OWN_PROGRAMMES, LedgerLine
from storage.consent.disclosures import Disclosure
from storage.people.people import Address
from storage.sending.message import Message

_NOTHING = ConsentStanding()


async def bring_back(turn: Turn, address: Address, message: Message, words: str) -> tuple[Programme, ...]:
    """Restore the consents that the person's stop revoked. Return the shop's own programmes with consent here now.

    The person's own word from their own phone also counts as the second opt-in step.
    """
    stands = await turn.unit.consents.standings([address.id])
    found = [one for one in ALL_PROGRAMMES if _was_agreed(stands.get((address.id, one), _NOTHING))]
    answered = await read_disclosure.find_stop_disclosure(turn, message)
    if not found:
        await _return(turn, message, words, stands)
    for programme in found:  # also for a consent that holds: an earlier stop may wait in a spool
        shown = answered or await read_disclosure.find_last_disclosure(turn, address.id, programme)
        stand = stands.get((address.id, programme), _NOTHING)
        partners = stand.partners if stand.state in AGREED else stand.partners_taken_back
        line = replace(_line(message, programme, words, shown), partners=partners)
        await turn.unit.consents.record(line, turn.now, message)
    if found:
        await own_events.emit(turn, address.contact, Permitted(), f"came_back:{message.id}")
    await turn.tools.conversations.keeper.returned(turn, address.id)
    return tuple(one for one in OWN_PROGRAMMES if one in found)


async def list_agreed(turn: Turn, address: Address) -> tuple[Programme, ...]:
    """Return the shop's own programmes that have consent at this address."""
    states = await turn.unit.consents.states([address.id])
    return tuple(one for one in OWN_PROGRAMMES if states.get((address.id, one)) in AGREED)


async def ask_for_rest(
    turn: Turn, address: Address, message: Message, theirs: Collection[Programme], locale: str | None = None
) -> None:
    """Ask for consent to the shop's other programmes; for a stranger, the ask includes a greeting."""
    rest = tuple(one for one in OWN_PROGRAMMES if one not in theirs)
    if not rest or await start_words.is_answered_enough(turn, address):
        return
    values = dict(name_programmes(rest))
    if not theirs:
        values |= {"hello": "yes"} | ({"sells": "yes"} if await turn.unit.products.list_some(1) else {})
    names = tuple(one.value for one in rest)
    greeted = opt_in.Greeted(address.id, address.channel, names, message.id, values, locale)
    await host.enter(turn, opt_in.NAME, str(address.id), address.contact, None, greeted)


def name_programmes(programmes: Collection[Programme]) -> Mapping[str, Any]:
    """Return the template values that name the programme, if it is a single one of the shop's own two."""
    own = [one for one in OWN_PROGRAMMES if one in programmes]
    return {f"only_{own[0].value}": "yes"} if len(own) == 1 else {}


def _was_agreed(stands: ConsentStanding) -> bool:
    return stands.state in AGREED or stands.taken_back in AGREED


async def _return(turn: Turn, message: Message, words: str, stands: Mapping[Place, ConsentStanding]) -> None:
    """Record a START that follows a STOP which revoked no consent. It grants no programme; it only lifts the stop, so
    that order updates are sent again."""
    for (address, programme), stand in stands.items():
        if address == message.address and stand.stops:
            line = _line(message, programme, words, None, ConsentAction.RETURNED)
            await turn.unit.consents.record(line, turn.now, message)


def _line(
    message: Message,
    programme: Programme,
    words: str,
    shown: Disclosure | None,
    action: ConsentAction = ConsentAction.CONFIRMED,
) -> LedgerLine:
    return LedgerLine(
        message.contact,
        message.address,
        programme,
        action,
        "their own words",
        words,
        message.created_at,
        teller=Teller.PERSON,
        means=Means.KEYWORD,
        shown=shown,
        words=read_disclosure.get_words(message),
    )


async def is_start(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the customer wrote START or a keyword to join."""
    wrote = said.reading.intent in {Intent.START, Intent.JOIN}
    if wrote:
        await come_back(turn, said)
    return wrote


async def come_back(turn: Turn, said: UnderstoodMessage) -> None:
    """Restore the consents that were revoked at this address, since the customer wrote START there."""
    if await start_words.is_overtaken(turn, said.address, said.message):
        return
    joins = said.reading.intent is Intent.JOIN
    await opt_out_extent.lift(turn, said.address)
    await stop_doubts.keep(turn, said.address.contact, said.message.created_at)
    theirs = await bring_back(turn, said.address, said.message, "join" if joins else "start")
    if theirs and said.event.keyword != "START" and not await start_words.is_answered_enough(turn, said.address):
        await say(turn, said, "joined" if joins else "start_again", Kind.OPT_IN_DONE, name_programmes(theirs))
    await ask_for_rest(turn, said.address, said.message, theirs)


async def is_after_silence(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle a wish to continue after silence ended our messages; return True if so. The wish restores the consents, as
    START does."""
    if not stop_doubts.read_decision(said):
        return False
    stands = (await turn.unit.consents.standings([said.address.id])).values()
    silent = any(one.ended_by is Teller.SILENCE for one in stands)
    if silent:
        await come_back(turn, said)
    return silent


async def ask_second_step(turn: Turn, address: Address, programmes: Sequence[Programme]) -> None:
    """Ask for the second opt-in step, once. After no answer or a no, a new ask needs a revocation first."""
    if await _was_asked(turn, address):
        return
    names = tuple(programme.value for programme in programmes)
    page = "" if address.writable else make_confirmation_link(turn, address.id)
    wanted = OptInWanted(address.id, address.channel, names, page)
    await host.enter(turn, opt_in.NAME, str(address.id), address.contact, None, wanted)


async def _was_asked(turn: Turn, address: Address) -> bool:
    """Return True if an ask for our own programmes was sent to this person at this address since the last revocation
    there."""
    revoked, since = await turn.unit.consents.find_last_revocation(address.id), await _get_since(turn, address)
    thread = [one for one in await turn.unit.messages.thread(address.id) if one.kind in ASKS and one.left_at]
    asks = [one for one in thread if one.programme is not Programme.PARTNER_OFFERS]
    return any((revoked is None or ask.id > revoked) and ask.created_at >= since for ask in asks)


async def _get_since(turn: Turn, address: Address) -> datetime:
    return await turn.unit.consents.find_new_beginning(address.id) or datetime.min.replace(tzinfo=UTC)
