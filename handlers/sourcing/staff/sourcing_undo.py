"""Undo of staff deeds about orders, shops and stock, one by one, the newest first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from flows.phrase import Lines, Text, phrase, sentences
from handlers.actions.action import Origin, Preview
from handlers.conversation import RECENT, Undoing, last_row, open_deed, taken_back
from handlers.engine.turn import Turn
from handlers.sourcing.actions import (
    order_step_undo,
    product_prices,
    shop_onboarding,
    shop_payouts,
    shop_settings,
    shop_stock_undo,
    stock_counts,
    weekly_restocks,
)
from handlers.sourcing.actions.order_effect_preview import FOR_GOOD
from handlers.sourcing.actions.order_step_undo import Back
from handlers.sourcing.customer_orders import order_by_id
from handlers.sourcing.staff import order_card_messages
from storage.businesses.deeds import Deed

_KINDS: Mapping[str, Callable[[Turn, Deed], Awaitable[Back]]] = {
    "picked": order_step_undo.picked,
    "assign": order_step_undo.assigned,
    **dict.fromkeys(("packed", "shipped", "delivered"), order_step_undo.moved),
    **dict.fromkeys(FOR_GOOD, order_step_undo.for_good),
    shop_payouts.PAID: shop_stock_undo.paid,
    "noted": shop_stock_undo.noted,
    stock_counts.OWN: shop_stock_undo.counted,
    stock_counts.AT_SHOP: shop_stock_undo.counted_at,
    stock_counts.MARKED: shop_stock_undo.marked,
    **dict.fromkeys((one.value for one in shop_settings.ShopSetting), shop_stock_undo.shop_set),
    product_prices.PRICED: shop_stock_undo.priced,
    weekly_restocks.PLANNED: order_step_undo.plan_step,
    **dict.fromkeys((one.value for one in weekly_restocks.RestockPlanStep), order_step_undo.plan_step),
    shop_settings.REMOVED: shop_stock_undo.shop_removed,
    shop_onboarding.ADDED: shop_stock_undo.shop_added,
}
"""The undo of each kind of deed; each raises Refused if it is impossible."""


async def _preview(turn: Turn, which: UUID) -> Preview:
    """Preview the undo; harmless for a fresh deed without money or messages. Raises Refused."""
    deed = await open_deed(turn, which, _KINDS)
    back = await _KINDS[deed.kind](turn, deed)
    text = sentences(phrase("undo_would", what=back.what, at=deed.at), *back.hears)
    return Preview(text, phrase("undo_do"), harmless=not back.hears and turn.now - deed.at <= RECENT)


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    deed = await open_deed(turn, which, _KINDS)
    back = await _KINDS[deed.kind](turn, deed)
    async with taken_back(turn, origin, deed.id):
        await back.does(origin)
        at_hand = await order_by_id(turn, deed.about) if deed.kind == "noted" else None
        if at_hand is not None:
            await order_card_messages.show_notes(turn, at_hand.order)
    said = sentences(phrase("undo_done", what=back.what), *back.hears)
    return Lines((said, phrase("next", command=back.after)))


UNDOES = Undoing(
    name="sourcing", last=last_row(_KINDS.keys()), preview=_preview, does=_take_back, kinds=frozenset(_KINDS),
    for_good={"quote": "deed_quote", "restock": "deed_restock"},
)  # fmt: skip
