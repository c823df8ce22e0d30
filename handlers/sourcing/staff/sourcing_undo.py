"""Undo of the staff's deeds about orders, shops and stock, one at a time, the newest first."""

from __future__ import annotations

from uuid import UUID

from flows.phrase import phrase, tap
from handlers.actions.action import Origin
from handlers.conversation import Reversal, Undoing
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
from handlers.sourcing.actions.order_refusals import find_order
from handlers.sourcing.staff import order_card_messages
from storage.businesses.deeds import Deed
from storage.sourcing.staff_notes import OrderNotes


async def _reverse_note(turn: Turn, deed: Deed) -> Reversal:
    """Remove a note; customers and shops could not see it."""
    order = (await find_order(turn, deed.about)).order

    async def does(_origin: Origin) -> None:
        await turn.unit.of(OrderNotes).remove(UUID(deed.figures["note"]))
        await order_card_messages.show_notes(turn, order)

    return Reversal(what=phrase("deed_noted", order=order.number), does=does, after=tap("order", order.number))


_REVERSES = {
    "picked": order_step_undo.undo_pickup,
    "assign": order_step_undo.undo_assignment,
    **dict.fromkeys(("packed", "shipped", "delivered"), order_step_undo.undo_move),
    **dict.fromkeys(FOR_GOOD, order_step_undo.refuse_final),
    shop_payouts.PAID: shop_stock_undo.refuse_payout_undo,
    "noted": _reverse_note,
    stock_counts.OWN: shop_stock_undo.undo_count,
    stock_counts.AT_SHOP: shop_stock_undo.undo_shop_count,
    stock_counts.MARKED: shop_stock_undo.undo_mark,
    **dict.fromkeys((one.value for one in shop_settings.ShopSetting), shop_stock_undo.undo_shop_setting),
    product_prices.PRICED: shop_stock_undo.undo_price,
    weekly_restocks.PLANNED: order_step_undo.undo_plan_step,
    **dict.fromkeys((one.value for one in weekly_restocks.RestockPlanStep), order_step_undo.undo_plan_step),
    shop_settings.REMOVED: shop_stock_undo.undo_shop_removal,
    shop_onboarding.ADDED: shop_stock_undo.undo_shop_addition,
}
UNDOES = Undoing.of_rows("sourcing", _REVERSES, {"quote": "deed_quote", "restock": "deed_restock"})
