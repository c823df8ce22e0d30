"""/stock: our own stock, low stock first; for a product also the shops' stock, and its history.

One word sets a product's count and its low-water mark: /stock MUG 10, /stock MUG mark 3.
"""

from __future__ import annotations

from flows.money import Money
from flows.phrase import Lines, Ours, Story, Text, phrase, sentences, tap
from handlers.replies.staff_errands import Errand
from handlers.sourcing import order_words
from handlers.sourcing.actions.stock_counts import AT_SHOP, StockCounted, StockMarked, mark_text
from handlers.sourcing.actions.stock_overview import (
    OwnStock,
    ProductStock,
    ShowStock,
    ShowStockHistory,
    StockChange,
    StockHistory,
    is_low,
    show_stock,
    show_stock_history,
)
from handlers.sourcing.staff.shop_arguments import OF_SHOPS
from handlers.sourcing.staff.stock_arguments import MARK, PAGE, PIECES, SIZES, STOCKED, STOCKING, WITH_HISTORY
from handlers.staff_chat.staff_command import LONGEST, Command, Reply, list_buttons
from storage.businesses.deeds import Deed
from storage.sourcing.own_stock import Stock
from storage.sourcing.shop_inventory import Stated
from storage.store.products import Product


def _describe_history(one: StockHistory) -> Reply:
    """Format the stock now, then its changes, the newest first."""
    product, values = order_words.title(one.product), {"free": one.free, "count": one.count}
    head = phrase("stock_history_head", product=product, sku=one.product.sku, **values)
    changes = tuple(map(_change, one.changes)) or (phrase("stock_never_changed"),)
    story = Story(head, changes, "", "earlier_left_out", LONGEST, newest_first=True)
    return Reply(story, list_buttons([_tap(one.product)]))


def _change(one: StockChange) -> Text:
    """Format "Mon 11:05: 2 L sold with /order_1234, packed (Asha)"."""
    values = {"at": one.at, "size": one.of.figures["size"] if isinstance(one.of, Deed) else one.of.size, "who": one.who}
    if isinstance(one.of, Deed):
        return _count(one, one.of, values)
    values |= {"many": one.of.quantity, "order": tap("order", one.of.number)}
    if one.of.shop is not None:
        return phrase("stock_came_in", shop=order_words.name_shop(one.shop), **values)
    return phrase("stock_was_sold" if one.of.gone else "stock_is_held", **values)


def _count(one: StockChange, deed: Deed, values: dict[str, object]) -> Text:
    before, undone = deed.figures["before"], deed.undone_at is not None
    where = {"shop": order_words.name_shop(one.shop)} if deed.kind == AT_SHOP else {}
    known = {"known": True, "before": before} if before is not None else {}
    return phrase("stock_was_counted", pieces=deed.figures["pieces"], undone=undone, **values, **where, **known)


HISTORY = Command(
    name="history",
    aliases=("changes", "log"),
    arguments=(WITH_HISTORY, SIZES),
    takes=ShowStockHistory,
    does=show_stock_history,
    says=_describe_history,
)


_MOST_SIZES = 8
_MOST_SHOPS = 4


def _show_stock(one: OwnStock | ProductStock | StockCounted | StockMarked) -> Reply:
    if isinstance(one, StockMarked):
        return _describe_mark(one)
    if isinstance(one, StockCounted):
        return _describe_count(one)
    return _list_own(one) if isinstance(one, OwnStock) else _product(one)


def _describe_count(one: StockCounted) -> Reply:
    """Format the count, the figure before, and a button that shows the product's stock."""
    name = f"{order_words.title(one.product)} {one.size}".rstrip()
    where = order_words.name_shop(one.shop) if one.shop else phrase("own_stock")
    values = {"before": one.before} if one.before is not None else {}
    held = {"held": one.held} if one.held else {}
    said = phrase("stock_counted", where=where, product=name, pieces=one.pieces, **values, **held)
    return Reply(said, list_buttons([_tap(one.product)]))


def _tap(product: Product, size: str = "") -> tuple[str, str]:
    """Return the button of a product, or of one size."""
    return tap("stock", product.sku, size), f"{product.title} {size}".rstrip()


def _describe_mark(one: StockMarked) -> Reply:
    """Format the mark now and before, and the business file's mark if different."""
    marks = {"mark": mark_text(one.mark), "before": mark_text(one.before)}
    told = [] if one.mark is None else [phrase("stock_mark_tells")]
    said = sentences(phrase("stock_marked", product=order_words.title(one.product), **marks), *told)
    file = [phrase("choice_file", file=Ours(one.file))] if one.file else []
    return Reply(Lines((said, *file)), list_buttons([_tap(one.product)]))


def _list_own(one: OwnStock) -> Reply:
    """Format a page of our own stock, with a button for each row."""
    page = {"page": one.page, "pages": one.pages} if one.pages > 1 else {}
    more = tap("stock", "page", str(one.page + 1)) if one.page < one.pages else ""
    head = phrase("own_stock_head", free=one.free, low=one.low, **page)
    text = Lines((head, *(_describe_own(*row) for row in one.rows), phrase("to_change_stock")), longest=LONGEST)
    return Reply(text, list_buttons((_tap(product, stock.size) for stock, product in one.rows), more))


def _describe_own(stock: Stock, product: Product) -> Text:
    name = f"{order_words.title(product)} {stock.size}".rstrip()
    held = {"of": stock.count} if stock.held else {}
    low = {"low": True, "mark": stock.low_water} if is_low(stock) else {}
    return phrase("own_stock_row", product=name, free=stock.free, **held, **low)


def _product(one: ProductStock) -> Reply:
    """Format a product's stock, size by size, with buttons for its history, all stock, and what shops have no more."""
    product, sizes = one.product, one.sizes[:_MOST_SIZES]
    own, theirs = sum(stock.free for stock in one.own.values()), sum(said.free for said in one.stated)
    head = phrase("product_stock_head", product=order_words.title(product), sku=product.sku, own=own, theirs=theirs)
    more = [phrase("more_sizes", many=len(one.sizes) - _MOST_SIZES)] if len(one.sizes) > _MOST_SIZES else []
    text = Lines((head, *(_size(one, size) for size in sizes), *more), longest=LONGEST)
    gone = [_make_gone_button(one, said) for said in one.stated if said.free][:_MOST_SHOPS]
    history = tap("stock", "history", product.sku), phrase("button_history")
    return Reply(text, (history, ("/stock", Ours("/stock")), *gone))


def _make_gone_button(one: ProductStock, said: Stated) -> tuple[str, Text]:
    """Return the button that counts no piece of a size at a shop."""
    shop = one.shops[said.shop]
    label = phrase("button_none_at", shop=order_words.name_shop(shop), size=said.size)
    return tap("stock", shop.ref, one.product.sku, said.size, "0"), label


def _size(one: ProductStock, size: str) -> Text:
    """Format "L: own 1 free of 3 (2 held); Connaught Souvenirs 3 free of 5 (2 h ago)"."""
    own, theirs, parts = one.own.get(size), one.list_shop_stock(size), list[Text]()
    if own is not None:
        parts.append(phrase("own_free", free=own.free, many=own.count, held=own.held, low=is_low(own)))
    parts += [_describe_at_shop(one, said) for said in theirs[:_MOST_SHOPS]]
    rest = len(theirs) - _MOST_SHOPS
    parts += [phrase("so_many_more_shops", many=rest)] if rest > 0 else []
    has = Lines(tuple(parts), between="; ") if parts else phrase("nobody_said_anything")
    return phrase("stock_of_size", size=size, stock=has) if size else has


def _describe_at_shop(one: ProductStock, said: Stated) -> Text:
    price = {"price": Money(said.price, one.product.price.currency)} if said.price else {}
    there = {"of": said.there} if said.free < said.there else {}
    shop = order_words.name_shop(one.shops[said.shop])
    return phrase("shop_has_free", shop=shop, free=said.free, at=said.as_of, **there, **price)


STOCK = Command(
    name="stock",
    aliases=("inventory",),
    arguments=(PAGE, STOCKING, STOCKED, MARK, PIECES, SIZES),
    takes=ShowStock,
    does=show_stock,
    says=_show_stock,
    within=(HISTORY,),
    topic=OF_SHOPS,
    errands=(Errand.STOCK, Errand.SET_STOCK),
)
