"""Purchases after a click, as a sponsor's postback or an order of the shop reports them; each counts once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from flows.events import OrderCancelled, OrderCreated, OrderRefunded
from flows.money import Money
from flows.name_folding import fold_name
from flows.promotions.conversion import Conversion, ConversionStatus
from flows.promotions.prompt import Prompt
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from storage.events.event_inbox import Stored
from storage.promotions.conversions import Conversions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a purchase may be in the future, as the sponsor's clock may be fast."""
SAME_WITHIN = timedelta(hours=1)
"""An order of the shop and a postback so close to each other are one purchase, if the ids do not say so."""
LONGEST_WINDOW = timedelta(days=90)
"""An order is compared with clicks of this time; a sponsor's own window is shorter."""
_ORDER = "order:"


class ConversionRefused(ValueError):
    """A conversion that cannot be stored; the text says why, for the sponsor."""


@dataclass(frozen=True, slots=True)
class ReportedPurchase:
    """A purchase, or a reversal of the purchase with the ref ``reverses``. The amount is above 0 for both."""

    ref: str
    amount: Money
    occurred_at: datetime
    reverses: str = ""


async def take_conversion(
    turn: Turn, sponsor: Sponsor, prompt: Prompt, told: ReportedPurchase
) -> tuple[Conversion, bool]:
    """Store a purchase or reversal after a prompt; return it, and True if it was stored before.

    Raises ConversionRefused for an offer of another sponsor, a time in the future, and a reversal of no purchase.
    """
    await turn.unit.of(Prompts).hold(prompt.id)  # of two reversals at once, the second sees the first
    known = await turn.unit.of(Conversions).find_by_ref(sponsor.id, told.ref)
    if known is not None:
        return known, True
    if prompt.promotion is None or prompt.sponsor != sponsor.id:
        raise ConversionRefused("prompt_id is not of an offer of this partner")
    if told.occurred_at > turn.now + CLOCKS_DIFFER:
        raise ConversionRefused("occurred_at is in the future")
    reversed_, micros, status = None, told.amount.micros, ConversionStatus.REVERSAL
    if told.reverses:
        reversed_, micros = await _reverse(turn, prompt, told)
    else:
        status = await _judge(turn, sponsor, prompt, told)
    made = Conversion(
        turn.unit.ids.make(), sponsor.id, told.ref, prompt.id, prompt.promotion, micros, told.amount.currency, status,
        told.occurred_at, turn.now, reversed_,
    )  # fmt: skip
    if status is ConversionStatus.COUNTED:
        await turn.unit.of(Prompts).mark(prompt.id, "bought", told.occurred_at)
    return made, not await turn.unit.of(Conversions).add(made)


async def _judge(turn: Turn, sponsor: Sponsor, prompt: Prompt, told: ReportedPurchase) -> ConversionStatus:
    """Return how a purchase counts: in the sponsor's currency, within the window after the first click, and once, if
    both an order of the shop and a postback tell of it.
    """
    first = prompt.clicked_at
    if told.amount.currency != sponsor.fees.currency:
        return ConversionStatus.OTHER_CURRENCY
    if first is None or told.occurred_at < first - CLOCKS_DIFFER:
        return ConversionStatus.NOT_CLICKED
    if told.occurred_at > first + timedelta(days=sponsor.window_days):
        return ConversionStatus.LATE
    counted = await turn.unit.of(Conversions).list_counted(prompt)
    same = any(_is_same(turn, one, told) for one in counted)
    return ConversionStatus.SAME_PURCHASE if same else ConversionStatus.COUNTED


def _is_same(turn: Turn, one: Conversion, told: ReportedPurchase) -> bool:
    """Return True if one of the two is an order of the shop, the other a postback, and both are the same purchase."""
    if one.ref.startswith(_ORDER) is told.ref.startswith(_ORDER):
        return False
    named = one.ref == _name_order(turn, told.ref) or told.ref == _name_order(turn, one.ref)
    return named or abs(one.occurred_at - told.occurred_at) <= SAME_WITHIN


async def _reverse(turn: Turn, prompt: Prompt, told: ReportedPurchase) -> tuple[UUID, int]:
    """Return the purchase that is reversed, and the micro-units, below 0: at most what is left of it. A purchase with
    nothing left counts no more. Raises ConversionRefused.
    """
    of_prompt = await turn.unit.of(Conversions).of_prompt(prompt.id)
    bought = next((one for one in of_prompt if one.ref == told.reverses and one.micros > 0), None)
    if bought is None:
        raise ConversionRefused("reverses is not the order_id of a purchase after this prompt")
    if bought.currency != told.amount.currency:
        raise ConversionRefused("a reversal is in the currency of its purchase")
    left = bought.micros + sum(one.micros for one in of_prompt if one.reverses == bought.id)
    back = min(left, told.amount.micros)
    if back == left and bought.status is ConversionStatus.COUNTED:
        others = (one for one in of_prompt if one.status is ConversionStatus.COUNTED and one.id != bought.id)
        if not any(others):
            await turn.unit.of(Prompts).clear_bought(prompt.id)
    return bought.id, -back


async def hear_order(turn: Turn, stored: Stored, event: OrderCreated) -> str | None:
    """Count the goods of a sponsor's brand in an order of a person who clicked its offer; each sponsor once."""
    if stored.contact is None:
        return "the order names nobody"
    clicked = await turn.unit.of(Prompts).list_clicked(stored.contact, turn.now - LONGEST_WINDOW)
    latest = {one.sponsor: one for one in reversed(clicked)}
    sponsors = await turn.unit.of(Sponsors).by_ids([one for one in latest if one is not None])
    for which, sponsor in sponsors.items():
        amount = _sum_brands(event, {one.brand for one in clicked if one.sponsor == which})
        if amount.micros > 0:
            told = ReportedPurchase(_name_order(turn, event.order), amount, event.occurred_at)
            await take_conversion(turn, sponsor, latest[which], told)
    return None


async def hear_cancelled(turn: Turn, _stored: Stored, event: OrderCancelled) -> str | None:
    """Reverse the purchases of an order that was cancelled."""
    return await _take_back(turn, event.order, "cancelled", event.occurred_at)


async def hear_refunded(turn: Turn, stored: Stored, event: OrderRefunded) -> str | None:
    """Reverse the purchases of an order by their share of the refunded amount, as a refund names no goods."""
    order = await turn.unit.orders.find_by_ref(stored.source, event.order)
    total = order.total if order is not None else None
    return await _take_back(turn, event.order, event.refund, event.occurred_at, event.amount, total)


async def _take_back(
    turn: Turn, order: str, what: str, at: datetime, refunded: Money | None = None, total: Money | None = None
) -> str | None:
    """Reverse what an order counted for; of a refund the part that these goods have of the order's ``total``."""
    for bought in await turn.unit.of(Conversions).list_by_ref(_name_order(turn, order)):
        sponsor = await turn.unit.of(Sponsors).get(bought.sponsor)
        prompt = await turn.unit.of(Prompts).get(bought.prompt)
        back = refunded or Money(bought.micros, bought.currency)
        if refunded and total and total.currency == refunded.currency:
            parts = max(total.micros, bought.micros)
            back = Money(-(-refunded.micros * bought.micros // parts), refunded.currency)  # all refunds reverse all
        if sponsor is not None and prompt is not None and back.currency == bought.currency and back.micros > 0:
            told = ReportedPurchase(f"{bought.ref}:{what}", back, min(at, turn.now), bought.ref)
            await take_conversion(turn, sponsor, prompt, told)
    return None


def _name_order(turn: Turn, order: str) -> str:
    """Return the id of an order of the shop, beside the ids that sponsors choose: a hash, as its number may name a
    person.
    """
    return f"{_ORDER}{turn.tools.seeds.page_token('conversion', order)}"


def _sum_brands(event: OrderCreated, brands: set[str]) -> Money:
    """Return the price of an order's goods of these brands."""
    goods = [one for one in event.items if one.brand and fold_name(one.brand) in brands and one.price is not None]
    total = sum((one.price.decimal * one.quantity for one in goods if one.price is not None), Decimal(0))
    return Money.parse(total, event.total.currency)
