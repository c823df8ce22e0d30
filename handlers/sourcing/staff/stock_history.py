"""/stock history MUG: who changed the stock of a product, when, and with which order."""

from flows.phrase import Story, Text, phrase, tap
from handlers.admins.command import LONGEST, Command
from handlers.sourcing import shown
from handlers.sourcing.actions.stock_counted import AT_SHOP
from handlers.sourcing.actions.stock_shown import ShowStockHistory, StockChange, StockHistory, show_stock_history
from handlers.sourcing.staff.stock_arguments import SIZES, WITH_HISTORY
from storage.deeds import Deed


def _said(one: StockHistory) -> Text:
    """The stock now, then its changes, the newest first."""
    product, values = shown.title(one.product), {"free": one.free, "count": one.count}
    head = phrase("stock_history_head", product=product, sku=one.product.sku, **values)
    changes = tuple(map(_change, one.changes)) or (phrase("stock_never_changed"),)
    last = phrase("next", command=tap("stock", one.product.sku))
    return Story(head, changes, last, "earlier_left_out", LONGEST, newest_first=True)


def _change(one: StockChange) -> Text:
    """ "Mon 11:05: 2 L sold with /order_1234, packed (Asha)"."""
    values = {"at": one.at, "size": one.of.figures["size"] if isinstance(one.of, Deed) else one.of.size, "who": one.who}
    if isinstance(one.of, Deed):
        return _count(one, one.of, values)
    values |= {"many": one.of.quantity, "order": tap("order", one.of.number)}
    if one.of.shop is not None:
        return phrase("stock_came_in", shop=shown.shop_name(one.shop), **values)
    return phrase("stock_was_sold" if one.of.gone else "stock_is_held", **values)


def _count(one: StockChange, deed: Deed, values: dict[str, object]) -> Text:
    before, undone = deed.figures["before"], deed.undone_at is not None
    where = {"shop": shown.shop_name(one.shop)} if deed.kind == AT_SHOP else {}
    known = {"known": True, "before": before} if before is not None else {}
    return phrase("stock_was_counted", pieces=deed.figures["pieces"], undone=undone, **values, **where, **known)


HISTORY = Command(
    name="history",
    aliases=("changes", "log"),
    arguments=(WITH_HISTORY, SIZES),
    takes=ShowStockHistory,
    does=show_stock_history,
    says=_said,
)
