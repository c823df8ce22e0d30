"""The data of a sandbox's page: the people and the clock, and one phone's thread with its person's data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bot.simulator.departure_checks import checks_of
from bot.simulator.simulated_acts import Ware, find_address
from bot.simulator.simulated_mails import load_subjects
from bot.web.web_server import Part
from flows import recovery
from flows.policy.departure_facts import AGREED, ConsentState, House, Person, Programme
from flows.policy.person_places import find_places
from handlers.actions.verdict_reasons import in_words
from handlers.api.message_view import message_view
from handlers.engine import sealed_links
from handlers.engine.checked_fields import utc
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.consent.consent_ledger import Place
from storage.people.people import Address
from storage.sending.message import Message
from storage.sending.verdicts import Judged
from storage.store.carts import Cart
from storage.store.purchases import Purchase
from storage.upkeep.sandbox_scene import MOST_PEOPLE, Player, Upcoming, cast, find_upcoming, load_in_hand, sells

if TYPE_CHECKING:
    from bot.app import Service

UNHEARD = frozenset({"look", "look_refund", "over"})
"""Waits whose end sends nobody a message, such as those for a review or for the end of something."""
_PLAN = "plan"  # the kind of thing that messages of kept plans are about, and where it has their name
_OF_PLANS = {
    "step": "the next message of the plan {plan} to {who} is due",
    "consent": "the plan {plan} stops waiting for a YES of {who}",
    "code": "the plan {plan} stops waiting for a code for {who}",
    "asked": "{who} asked to hear of the plan {plan} then",
    "over": "the plan {plan} is over for {who}",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a conversation shows on the page of a sandbox.

    ``parts`` are routes of its own. ``people`` adds values to each of these people, with a "name" for the nameless,
    ``thread`` adds to a thread, with or without a person, and ``message`` to one message. ``whom`` names a run's
    beneficiary if not its person, else None. ``scene`` adds values of the whole business, and ``comes`` an own next
    event with its person.
    """

    parts: Callable[[Service], Iterable[Part]]
    people: Callable[[Turn, Sequence[UUID]], Awaitable[Mapping[UUID, Mapping[str, Any]]]]
    thread: Callable[[Turn, UUID | None], Awaitable[Mapping[str, Any]]]
    message: Callable[[Message], Mapping[str, Any]]
    whom: Callable[[Turn, UUID], Awaitable[str | None]]
    scene: Callable[[Turn], Awaitable[Mapping[str, Any]]] | None = None
    comes: Callable[[Turn, Upcoming, str], Awaitable[str | None]] | None = None


async def load_state(turn: Turn, shown: Sequence[Shown], wares: Sequence[Ware]) -> dict[str, Any]:
    """Return the people, the wares, the clock, and the next event of the sandbox."""
    found = await cast(turn.unit)
    beside = await _load_for_people(turn, shown, found)
    players = [replace(one, name=one.name or beside[one.contact].get("name")) for one in found]
    consents = await turn.unit.consents.states({one.id for player in players for one in player.addresses})
    alone = await turn.unit.draws.list_left_alone(recovery.NAME)
    waiting = set(await turn.tools.conversations.keeper.waiting(turn, MOST_PEOPLE))
    coming = await find_upcoming(turn.unit, turn.now, UNHEARD)
    business = turn.business
    return {
        "business": {
            "id": business.id,
            "name": business.name,
            "timezone": business.timezone,
            "currency": business.currency,
            "reminds_after": business.recovery.steps[0].after // timedelta(minutes=1),
            "channels": [one.channel for one in business.channels if one.provider == "simulator"],
            "outside": [one.channel for one in business.channels if one.provider != "simulator"],
            "sources": await sells(turn.unit),
        },
        "now": utc(turn.now),
        "next": None if coming is None else await _next(turn, shown, coming, players),
        "paused": utc(turn.tenant.paused_at),
        "people": [
            {**beside[one.contact], **_person(turn, one, consents)}
            | {"left_alone": one.contact in alone, "asked": any(each.id in waiting for each in one.addresses)}
            for one in players
        ],
        "wares": [{"sku": one.sku, "title": one.title, "variant": one.variant, "price": one.price} for one in wares],
        **{name: value for own in shown if own.scene for name, value in (await own.scene(turn)).items()},
    }


async def load_thread(turn: Turn, shown: Sequence[Shown], written: str) -> dict[str, Any]:
    """Return the messages of an address (``sms:+1…``), oldest first, with its person's open carts and orders."""
    address = await find_address(turn, written)
    if address is None:
        nothing = {"known": False, "consent": "none", "items": [], "cart": None, "order": None}
        return {"address": written, **nothing, **await _load(turn, shown, None)}
    messages = await turn.unit.messages.thread(address.id)
    verdicts = await turn.unit.verdicts.judgements([message.id for message in messages])
    consent = await turn.unit.consents.state(address.id, Programme.REMINDERS)
    hand = await load_in_hand(turn.unit, address.contact)
    plans, checks = await _plans(turn, messages), await checks_of(turn, messages, verdicts)
    subjects = await load_subjects(turn, messages)
    return {
        "address": written,
        "known": True,
        "consent": consent.value,
        "state": address.state.value,
        "items": [
            message_view(turn.business.id, one, written, verdicts[one.id], sealed_links.make_file_link(turn, one))
            | {"passes_on": _passes_on(one), "quotes": _quotes(one, messages), "plan": plans.get(one.id)}
            | {"why": _explain_verdict(turn, verdicts[one.id]), "checked": checks.get(one.id, ())}
            | {"subject": subjects.get(one.id)}
            | {name: value for own in shown for name, value in own.message(one).items()}
            for one in messages
        ],
        "cart": None if hand.cart is None else _cart(hand.cart),
        "order": None if hand.order is None else _order(hand.order, hand.counted),
        **await _load(turn, shown, address.contact),
    }


async def _plans(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, str]:
    """Return the readable names of the plans that these messages are steps of."""
    about = {one.id: one.subject for one in messages if one.subject_kind == _PLAN and one.subject is not None}
    kind = turn.tools.conversations.find_subject_kind(_PLAN)
    things = await kind.load(turn.unit, set(about.values())) if kind is not None and about else {}
    return {one: str(things[entry].values[_PLAN]).replace("_", " ") for one, entry in about.items() if entry in things}


def _explain_verdict(turn: Turn, judged: Sequence[Judged]) -> str | None:
    """Format the rule of a message's last verdict for a shop owner."""
    return make_english(turn).say(in_words(judged[-1].verdict.rule)) if judged else None


async def _load_for_people(turn: Turn, shown: Sequence[Shown], players: Sequence[Player]) -> dict[UUID, dict[str, Any]]:
    """Return the conversations' values for these people."""
    told: dict[UUID, dict[str, Any]] = {one.contact: {} for one in players}
    for own in shown:
        for contact, values in (await own.people(turn, list(told))).items():
            told[contact] |= values
    return told


async def _load(turn: Turn, shown: Sequence[Shown], contact: UUID | None) -> dict[str, Any]:
    """Return the conversations' values for a thread, with or without a person."""
    return {name: value for own in shown for name, value in (await own.thread(turn, contact)).items()}


def _passes_on(message: Message) -> bool:
    """Return True if a reply to the message goes to the customer it concerns; thanks to the staff need no reply."""
    return message.direction == "out" and message.about is not None and message.template != "staff_thanked"


def _quotes(message: Message, thread: Sequence[Message]) -> str | None:
    """Return the message that this one replies to."""
    if message.direction == "out" or message.reply_to is None:
        return None
    return next((one.text for one in thread if one.id == message.reply_to), None)


def _cart(cart: Cart) -> dict[str, Any]:
    return {
        "total": str(cart.total),
        "currency": cart.total.currency,
        "items": [item.title for item in cart.items],
        "at": utc(cart.as_of),
    }


def _order(order: Purchase, counted: str | None) -> dict[str, Any]:
    return {
        "number": order.number,
        "total": None if order.total is None else str(order.total),
        "currency": None if order.total is None else order.total.currency,
        "at": utc(order.placed_at),
        "counted": counted,
        "refunded": order.refunded > 0,
        "cancelled": order.cancelled_at is not None,
    }


def _person(turn: Turn, player: Player, consents: Mapping[Place, ConsentState]) -> dict[str, Any]:
    return {
        "name": player.name,
        "role": player.role,
        "addresses": [
            {
                "address": str(one),
                "channel": one.channel,
                "state": one.state.value,
                "consent": consents.get((one.id, Programme.REMINDERS), ConsentState.NONE).value,
                "partners": consents.get((one.id, Programme.PARTNER_OFFERS)) in AGREED,
                **_place(turn, player, one),
            }
            for one in player.addresses
        ],
    }


def _place(turn: Turn, player: Player, address: Address) -> dict[str, str]:
    """Return the person's probable place and time zone, found as the policy finds them."""
    numbers = dict.fromkeys(one.phone for one in (address, *player.addresses) if one.phone)
    person = Person(tuple(numbers), player.places)
    place = find_places(person, House(turn.business.country, turn.business.timezone))[-1]
    known = person.phones or person.places
    return {"timezone": place.zones[0], "place": place.name if known else ""}


async def _next(turn: Turn, shown: Sequence[Shown], coming: Upcoming, players: Sequence[Player]) -> dict[str, Any]:
    their = next((player for player in players if player.contact == coming.contact), None)
    named = [await own.whom(turn, coming.run) for own in shown] if coming.run is not None else []
    who = next(filter(None, named), None) or coming.name or (their.name if their else None) or "somebody"
    address = str(their.addresses[0]) if their else None
    return {"at": utc(coming.at), "text": await _describe_event(turn, shown, coming, who), "address": address}


async def _describe_event(turn: Turn, shown: Sequence[Shown], coming: Upcoming, who: str) -> str:
    """Describe the next event in plain words."""
    for own in shown:
        if own.comes is not None and (said := await own.comes(turn, coming, who)):
            return said
    if coming.flow is None:
        return f"a message to {who} that had to wait may leave"
    flow = conversations_of(turn).flows.get(coming.flow)
    told = flow.waits.get(coming.wait or "") if flow is not None else None
    plan = await _plan_of(turn, coming) if coming.flow == _PLAN else None
    if plan is not None:
        told = _OF_PLANS.get(coming.wait or "", told)
    return (told or "a conversation with {who} goes on").format(who=who, plan=plan)


async def _plan_of(turn: Turn, coming: Upcoming) -> str | None:
    """Return the name of the plan whose run is waiting."""
    run = await turn.unit.runs.get(coming.run) if coming.run is not None else None
    kind = turn.tools.conversations.find_subject_kind(_PLAN)
    if run is None or run.subject is None or kind is None:
        return None
    thing = (await kind.load(turn.unit, {run.subject.id})).get(run.subject.id)
    return None if thing is None else str(thing.values[_PLAN]).replace("_", " ")
