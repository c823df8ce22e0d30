"""Deeds of the staff about orders, shops and stock, taken back one by one, the newest first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from flows.phrase import Lines, Text, phrase, sentences
from handlers.actions.action import Origin, Preview
from handlers.conversation import RECENT, Undoing, last_row, open_deed, taken_back
from handlers.engine.turn import Turn
from handlers.sourcing.actions import (
    payouts,
    prices,
    restock_plans,
    shop_settings,
    shops,
    stock_counted,
    undoing_goods,
    undoing_steps,
)
from handlers.sourcing.actions.foreseen import FOR_GOOD
from handlers.sourcing.actions.undoing_steps import Back
from handlers.sourcing.customer_orders import order_by_id
from handlers.sourcing.staff import cards
from storage.businesses.deeds import Deed

_KINDS: Mapping[str, Callable[[Turn, Deed], Awaitable[Back]]] = {
    "picked": undoing_steps.picked,
    "assign": undoing_steps.assigned,
    **dict.fromkeys(("packed", "shipped", "delivered"), undoing_steps.moved),
    **dict.fromkeys(FOR_GOOD, undoing_steps.for_good),
    payouts.PAID: undoing_goods.paid,
    "noted": undoing_goods.noted,
    stock_counted.OWN: undoing_goods.counted,
    stock_counted.AT_SHOP: undoing_goods.counted_at,
    stock_counted.MARKED: undoing_goods.marked,
    **dict.fromkeys((one.value for one in shop_settings.ShopSetting), undoing_goods.shop_set),
    prices.PRICED: undoing_goods.priced,
    restock_plans.PLANNED: undoing_steps.plan_step,
    **dict.fromkeys((one.value for one in restock_plans.RestockPlanStep), undoing_steps.plan_step),
    shop_settings.REMOVED: undoing_goods.shop_removed,
    shops.ADDED: undoing_goods.shop_added,
}
"""How each kind of deed is looked at; each raises Refused where it cannot be taken back."""


async def _preview(turn: Turn, which: UUID) -> Preview:
    """The deed to be taken back; harmless where the deed is fresh and no money or message follows. Raises Refused."""
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
            await cards.show_notes(turn, at_hand.order)
    said = sentences(phrase("undo_done", what=back.what), *back.hears)
    return Lines((said, phrase("next", command=back.after)))


UNDOES = Undoing(
    name="sourcing", last=last_row(_KINDS.keys()), preview=_preview, does=_take_back, kinds=frozenset(_KINDS),
    for_good={"quote": "deed_quote", "restock": "deed_restock"},
)  # fmt: skip
