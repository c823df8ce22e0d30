"""Morning checks: low stock, and shops that fail or do not answer; on the 1st also the best shops."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from flows.phrase import Lines, Ours, Text, join_first, phrase, tap
from flows.policy.departure_facts import Kind
from flows.sourcing.shop_performance import ShopMonth, Warned, find_best, list_warnings
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.staff_notices import alerts
from storage.events.event_inbox import Stored
from storage.sourcing.facts import shop_performance_facts as facts
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated
from storage.store.products import Product

JOB = "shops"
MORNING = time(9)  # local time of the checks of shops and stock
_MOST_LOW = 20  # sizes in one check; the rest follow the next day
_MOST_NAMED = 6


async def run_check(turn: Turn, firing: Stored) -> bool:
    """Run a morning's check in one part."""
    await report_low_stock(turn)
    shops = await turn.unit.of(Shops).all()
    if shops:
        await _warn(turn, shops)
        if firing.received_at.astimezone(turn.zone).day == 1:
            await _praise(turn, shops, firing.received_at)
    return True


async def report_low_stock(turn: Turn, which: Collection[UUID] | None = None) -> None:
    """Alert about stock at its low-water mark, once until it is refilled, with shops that may have pieces. ``which``
    are the products to check; None checks all."""
    low = await turn.unit.of(Stocks).list_running_low(_MOST_LOW) if which is None else await _list_low(turn, which)
    fresh = [one for one in low if await turn.unit.of(Stocks).note_alert(one.product, one.size, turn.now)]
    if not fresh:
        return
    products = await turn.unit.products.by_ids({one.product for one in fresh})
    stated = await turn.unit.of(ShopInventory).of({one.product for one in fresh})
    names = {shop.id: shop for shop in await turn.unit.of(Shops).all()}
    lines = [_describe_low(one, products[one.product], _holders(one, stated, names)) for one in fresh[:_MOST_NAMED]]
    more = [phrase("more_of_stock", many=len(fresh) - _MOST_NAMED)] if len(fresh) > _MOST_NAMED else []
    step = phrase("next", command=_name_next_tap(fresh, products, names))
    text = Lines((phrase("own_stock_runs_low"), *lines, *more, step))
    await _tell_once(turn, f"low:{fresh[0].product}:{fresh[0].size}:{turn.now:%Y%m%d%H%M%S}", text)


def _holders(low: Stock, stated: Sequence[Stated], shops: Mapping[UUID, Shop]) -> list[Text]:
    """Name the shops that reported pieces of a product."""
    same = [one for one in stated if (one.product, one.size) == (low.product, low.size) and one.free]
    return [order_words.name_shop(shops[one.shop]) for one in same if one.shop in shops]


def _describe_low(one: Stock, product: Product, who: list[Text]) -> Text:
    title = " ".join(part for part in (product.title, one.size) if part)
    low = phrase("runs_low", product=title, free=one.free, mark=one.low_water)
    return Lines((low, *([phrase("may_have_some", shops=join_first(who, 2))] if who else [])), between="; ")


def _name_next_tap(low: Sequence[Stock], products: Mapping[UUID, Product], shops: Mapping[UUID, Shop]) -> Text:
    """Format a tap that asks the shops for twice the mark; the /stock command if no shop can be asked."""
    first = low[0]
    sku, many = products[first.product].sku, str(first.to_twice_the_mark)
    if not shops:
        return tap("stock", sku)
    return Lines((tap("restock", sku, first.size, many), Ours("/restock" if len(low) > 1 else "")), between=" · ")


async def _list_low(turn: Turn, which: Collection[UUID]) -> list[Stock]:
    """Return the stock of these products that is at its mark."""
    found = (await turn.unit.of(Stocks).find_stocks(which)).values()
    return [one for one in found if one.low_water is not None and one.free <= one.low_water and one.alerted_at is None]


async def _warn(turn: Turn, shops: list[Shop]) -> None:
    lately = await facts.load_recent(turn.unit, turn.now)
    for shop in shops:
        if shop.id not in lately or shop.is_away(turn.now):
            continue
        for one in list_warnings(lately[shop.id], turn.now):
            await _tell_once(turn, f"shop:{shop.id}:{one.key}", _warn_of_shop(shop, one))


def _warn_of_shop(shop: Shop, one: Warned) -> Text:
    name = "shop_failed" if one.kind == "failed" else "shop_is_silent"
    return Lines(
        (phrase(name, shop=order_words.name_shop(shop), many=one.count), phrase("more", command=tap("shop", shop.ref)))
    )


async def _praise(turn: Turn, shops: list[Shop], at: datetime) -> None:
    """Send the owners the best shops of the last month, by sales."""
    start, end = get_last_month(turn, at)
    month = await facts.load_month(turn.unit, start, end)
    known = {shop.id: shop for shop in shops}
    winner = find_best({shop: one for shop, one in month.items() if shop in known})
    if winner is not None:
        text = Lines((_praise_shop(known[winner], month[winner], start), phrase("all_shops")))
        await _tell_once(turn, f"best:{start:%Y%m}", text)


def _praise_shop(shop: Shop, one: ShopMonth, start: datetime) -> Text:
    had = {"had": round(100 * one.yes / one.asked)} if one.asked else {}
    name = order_words.name_shop(shop)
    return phrase("best_of_month", month=start, shop=name, pieces=one.pieces, orders=one.orders, asked=one.asked, **had)


def get_last_month(turn: Turn, at: datetime) -> tuple[datetime, datetime]:
    """Return the start and end of the month before ``at``, in the business's zone."""
    end = at.astimezone(turn.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (end - timedelta(days=1)).replace(day=1), end


async def _tell_once(turn: Turn, about: str, text: Text) -> None:
    """Send a text to every owner and manager, only once for each value of ``about``."""
    for address in await alerts.list_chats(turn, roles=alerts.RESPONSIBLE):
        said = (await speech_to(turn, address)).say(text)
        await post(turn, address, OutboundMessage(key=f"alert:{about}:{address.id}", kind=Kind.STAFF, text=said))
