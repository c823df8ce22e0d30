"""The ask for consent to offers of partners: after a notice, at most once a month, and never after a revocation.

The text names the partners, and a yes agrees to those alone, as it showed them. It needs no second step, as the person
answers in their own chat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flows.engine import Asks
from flows.events import ConsentAction, Teller
from flows.name_folding import fold_name
from flows.policy.departure import judge
from flows.policy.departure_facts import ConsentState, Kind, Programme, Purpose
from flows.policy.verdict import Outcome
from flows.promotions.prompt import Prompt, PromptReason
from flows.promotions.sponsor import SponsorStatus
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import read_disclosure
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.people import start_words
from storage.consent.consents import LedgerLine
from storage.facts.departures import Planned, load_facts
from storage.promotions.sponsors import Sponsors
from storage.sending.message import Message

PARTNER_ASK = "partner_ask"
"""The template, and what its question expects."""
DONE = "partner_ask_done"
MOST_NAMED = 5
_SOURCE = "reply to the ask after a return"
_OPEN_FOR = timedelta(days=30)
_USEFUL = timedelta(hours=24)


async def ask_for_offers(turn: Turn, notice: Message, told: Sequence[Prompt]) -> None:
    """Queue the ask behind a departing notice, if a consent is missing for the offer of one of its returns."""
    wanting = [one for one in told if one.reason is PromptReason.NO_CONSENT and one.sponsor]
    if not wanting or not await _may_ask(turn, notice):
        return
    names = await _list_partners(turn, notice, wanting[0])
    to = await turn.unit.people.address_by_id(notice.address)
    if not names or to is None:
        return
    letter = OutboundMessage(
        f"{PARTNER_ASK}:{notice.id}", Kind.OPT_IN_ASK, PARTNER_ASK, values={"partners": names},
        purpose=Purpose.MARKETING, programme=Programme.PARTNER_OFFERS, latest=turn.now + _USEFUL,
        asks=Asks(PARTNER_ASK, values={"partners": names}, within=_OPEN_FOR),
    )  # fmt: skip
    await post(turn, to, letter)


async def _may_ask(turn: Turn, notice: Message) -> bool:
    """Return False if the person revoked such a consent at any address, or the policy would refuse the ask, as after
    another one within a month."""
    theirs = [one.id for one in await turn.unit.people.addresses_of(notice.contact)]
    states = await turn.unit.consents.states(theirs)
    if ConsentState.REVOKED in {states.get((one, Programme.PARTNER_OFFERS)) for one in theirs}:
        return False
    planned = Planned(
        Kind.OPT_IN_ASK, Purpose.MARKETING, Programme.PARTNER_OFFERS, notice.channel, notice.address, notice.contact,
        turn.now, PARTNER_ASK,
    )  # fmt: skip
    (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    return judge(facts, turn.now).outcome is not Outcome.REFUSE


async def _list_partners(turn: Turn, notice: Message, wanting: Prompt) -> tuple[str, ...]:
    """Return the names of at most ``MOST_NAMED`` active partners, that of the return first, without those that the
    consent here names already."""
    named = (await turn.unit.consents.find_partners([notice.address])).get(notice.address, frozenset())
    active = [one for one in await turn.unit.of(Sponsors).all() if one.status is SponsorStatus.ACTIVE]
    active.sort(key=lambda one: one.id != wanting.sponsor)
    return tuple(one.name for one in active if fold_name(one.name) not in named)[:MOST_NAMED]


async def take_answer(turn: Turn, said: UnderstoodMessage) -> bool:
    """Record a clear yes as the consent to the offers of the partners named, or accept a no; return False for other
    words. A yes before a stop changes nothing."""
    if said.exact is None:
        return False
    if await start_words.is_overtaken(turn, said.address, said.message):
        return True
    if not said.exact:
        await say(turn, said, "no_thanks")
        return True
    names = tuple(said.answers.data["partners"])
    await turn.unit.consents.record(await _make_line(turn, said, names), turn.now, said.message)
    await say(turn, said, DONE, Kind.OPT_IN_DONE, {"partners": names})
    return True


async def _make_line(turn: Turn, said: UnderstoodMessage, partners: tuple[str, ...]) -> LedgerLine:
    return LedgerLine(
        said.address.contact, said.address.id, Programme.PARTNER_OFFERS, ConsentAction.CONFIRMED, _SOURCE, PARTNER_ASK,
        said.message.created_at, teller=Teller.PERSON, means=read_disclosure.get_means(said.message),
        shown=await read_disclosure.read_message_disclosure(turn, said.answers.message),
        words=read_disclosure.get_words(said.message), partners=partners,
    )  # fmt: skip
