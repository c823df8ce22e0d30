"""A shop's share of an order: it must keep the pieces, and the other shops get a message that they are taken."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.phrase import phrase
from flows.sourcing import order_split
from flows.sourcing.order_draft import OrderDraft, name_order, name_pieces
from flows.sourcing.order_effects import RequestOutcome, TellShop
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_reason import Reason
from flows.sourcing.planning.split_solver import Share
from flows.sourcing.shop_ask import Says


def win(draft: OrderDraft, shop: UUID, line: Line, quantity: int, commission: int, ready_at: datetime | None) -> None:
    """Assign pieces of a line to a shop; if that covers the line, tell the other shops that it is taken."""
    promise = Promise(line.id, shop, quantity, commission, ready_at)
    draft.change(promises=(*draft.order.promises, promise))
    ask = draft.order.find_ask(shop, line.id)
    if ask is not None and ask.held:
        draft.order = draft.order.replace_ask(replace(ask, held=False))
    item = name_pieces(line, quantity)
    draft.note(Reason.SHOP_KEEPS, shop=shop, item=item)
    if draft.order.promised_at is None:
        draft.do(TellShop(shop, line.id, RequestOutcome.YOURS, quantity))
    else:  # it is confirmed: this takes the place of what somebody took back
        draft.do(TellShop(shop, line.id, RequestOutcome.PAID, quantity, draft.order.promised_at))
        values = {"number": draft.order.number, "item": item, "shop": draft.shop(shop)}
        text = phrase("fetch_instead", order=name_order(draft.order), **values)
        draft.tell_staff(f"instead:{shop}:{line.id}:{draft.stamp}", text)
    if not draft.order.count_missing(line):
        spare_other_shops(draft, line)


def give(draft: OrderDraft, shares: tuple[Share, ...]) -> None:
    """Promise the shares of a split to their shops."""
    for share in shares:
        line, ask = draft.order.line(share.line), draft.order.find_ask(order_split.get_shop(share), share.line)
        if line is not None and ask is not None:
            draft.order = draft.order.replace_ask(replace(ask, says=Says.YES))
            win(draft, ask.shop, line, share.quantity, ask.commission, ask.ready_at)


def spare_other_shops(draft: OrderDraft, line: Line) -> None:
    keep = {promise.shop for promise in draft.order.promises if promise.line == line.id}
    draft.order, others = draft.order.replace_asks(
        lambda ask: ask.line == line.id and ask.shop not in keep and ask.waits, Says.SPARED
    )
    for ask in others:
        draft.do(TellShop(ask.shop, line.id, RequestOutcome.TAKEN if ask.held else RequestOutcome.SPARED))
