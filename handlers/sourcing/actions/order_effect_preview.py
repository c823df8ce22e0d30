"""Preview of an event's effect on an order, with nothing written, and the delivery of the event."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.call_kinds import REFUND
from flows.engine import Call, Send, Subject
from flows.phrase import Text, phrase
from flows.policy.departure import refuse_for_good
from flows.policy.departure_facts import Kind, Purpose
from flows.routes import FALLS_BACK
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from flows.sourcing.order_effects import Book
from flows.sourcing.order_events import OfOrder, OrderEvent, ParcelMoved
from flows.sourcing.order_facts import SourcingFacts
from flows.sourcing.refunds import sum_owed
from handlers.actions.action import Origin
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.privacy.person_erasure import is_erased
from handlers.sourcing.customer_orders import AtHand
from storage.businesses.deeds import Deeds
from storage.facts.contact_ways import list_ways
from storage.sourcing.partner_shops import Shop

FOR_GOOD = frozenset({"returned", "money_back", "settled", "refunded", "cantsource", "cancel"})
"""Commands that move money or send customers final news. Their deeds are kept, to explain why they stay."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The order after an event, the micro-units refunded automatically, and those that a person has to refund.

    ``reversed`` is the sum of commissions that shops would give back. ``told``: the customer gets a message about it,
    at once or with the refund.
    """

    order: Order
    refunded: int
    by_hand: int
    reversed: int
    told: bool


async def describe_hearing(turn: Turn, at_hand: AtHand, hears: Text) -> Text:
    """Return ``hears`` if a message can reach the customer; otherwise say that a staff member has to tell them."""
    if at_hand.order.erased:
        return phrase("customer_was_erased")
    if await _can_be_told(turn, at_hand):
        return hears
    return phrase("customer_cannot_be_told")


async def _can_be_told(turn: Turn, at_hand: AtHand) -> bool:
    """Return True if a message about the order could be sent. The addresses are tried in turn, as at departure
    (``Draft.lost``).
    """
    contact = at_hand.row.contact
    if contact is None or not at_hand.order.has_listener:
        return False
    return await _would_leave(turn, contact, await _list_ways(turn, at_hand), "order_update")


async def describe_shop_news(turn: Turn, shop: Shop) -> Text:
    """Say that a shop gets a message within its hours about pieces to keep, or that the shop has no address.

    Return "" if the message may not arrive: on WhatsApp, without an approved text, only answers are allowed. A failed
    message alerts the staff (``flows.sourcing.desk.outcome_message``).
    """
    from storage.sourcing.facts.sourcing_facts import read_desk_facts  # as in ``_list_ways``

    known = await read_desk_facts(turn.unit, turn.business, shop.id, turn.now)
    if shop.contact is None:
        return phrase("shop_not_linked")
    if known.way is None:
        return phrase("shop_cannot_be_told")
    if not await _would_leave(turn, shop.contact, (known.way,), "stock_outcome"):
        return ""
    return phrase("shop_is_told" if known.wakes_at is None else "shop_is_told_once_open")


async def _would_leave(turn: Turn, contact: UUID, ways: Sequence[tuple[UUID, str]], template: str) -> bool:
    from storage.facts.departures import Planned, load_facts  # as in ``_list_ways``

    now = turn.now
    planned = [
        Planned(Kind.MESSAGE, Purpose.TRANSACTIONAL, None, channel, address, contact, now, template)
        for address, channel in ways
    ]
    for departure in await load_facts(turn.unit, turn.tenant, planned, turn.draw, now) if planned else ():
        refusal = refuse_for_good(departure, now)
        if refusal is None or refusal.rule not in FALLS_BACK:
            return refusal is None
    return False


async def foresee(turn: Turn, at_hand: AtHand, event: OrderEvent) -> Foreseen | None:
    """Return the order after an event; None if the event changes nothing."""
    order, provider = at_hand.order, next((one.provider for one in turn.business.payments), "")
    facts = SourcingFacts(turn.business.sourcing, await _list_ways(turn, at_hand), provider=provider)
    decision = order_flow.decide(order, event, facts, turn.now)
    if decision is None or decision.state == order:
        return None
    amounts = [one.request["amount"] for one in decision.effects if isinstance(one, Call) and one.kind == REFUND]
    refunded = sum(one for one in amounts if isinstance(one, int))
    booked = [one.amount for one in decision.effects if isinstance(one, Book) and one.reverse]
    after: Order = decision.state
    told = bool(refunded) or any(isinstance(one, Send) for one in decision.effects)
    by_hand = max(sum_owed(after) - sum_owed(order), 0)
    return Foreseen(after, refunded, by_hand, sum(booked), told)


async def _list_ways(turn: Turn, at_hand: AtHand) -> tuple[tuple[UUID, str], ...]:
    contact = at_hand.row.contact
    return await list_ways(turn.unit, turn.business, contact, at_hand.row.id) if contact is not None else ()


async def emit_for(turn: Turn, origin: Origin, at_hand: AtHand, command: str, event: OfOrder) -> None:
    """Send an event to the order, once for each command, and log who caused it.

    Parcel tracking of an erased customer is not stored again.
    """
    contact = at_hand.row.contact
    assert contact is not None, "an order that can hear has its customer"
    line = getattr(event, "line", None) or ""
    told = event.drop_parcel() if isinstance(event, ParcelMoved) and await is_erased(turn, contact) else event
    await own_events.emit(turn, contact, told, f"command:{origin.key}:{command}:{line}")
    about = Subject("reservation", at_hand.order.id)
    await turn.unit.access.log(origin.by, command, turn.now, about, **({"line": line} if line else {}))
    if command in FOR_GOOD:
        await turn.unit.of(Deeds).note(command, at_hand.order.id, origin.by, turn.now)
