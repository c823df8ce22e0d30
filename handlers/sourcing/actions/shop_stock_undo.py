"""Undo of counts, prices and settings of shops."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.money import Money
from flows.phrase import Ours, Text, phrase, tap
from handlers.actions.action import Origin
from handlers.conversation import Reversal
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_step_undo import stays
from handlers.sourcing.actions.product_prices import replace_price
from handlers.sourcing.actions.shop_settings import FIGURES, ShopSetting, show_setting
from handlers.sourcing.actions.sourcing_choices import find_choice
from handlers.sourcing.actions.stock_counts import mark_text
from storage.businesses.chosen_settings import Choices
from storage.businesses.deeds import Deed
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource

_BEFORE, _AFTER = 0, 1  # places of a figure before and after, in a deed


async def refuse_payout_undo(turn: Turn, deed: Deed) -> Reversal:
    """Refuse to undo a payout, because the shop has been informed. Raises Refused."""
    shop = await turn.unit.of(Shops).get(deed.about)
    amount = Money(deed.figures["amount"], deed.figures["currency"])
    what = phrase("deed_paid", shop=order_words.name_shop(shop), amount=amount)
    raise stays(what, "undo_payout_stays", tap("shop", shop.ref) if shop is not None else Ours("/shops"))


async def undo_count(turn: Turn, deed: Deed) -> Reversal:
    """Restore our own stock to the figure before a count; later moves are kept.

    Refuses if another count or the business file has set a figure since.
    """
    product, size = deed.about, deed.figures["size"]
    sold = (await turn.unit.products.by_ids([product])).get(product)
    before = deed.figures["before"] or 0
    name = f"{order_words.title(sold)} {size}".rstrip() if sold else ""
    more = tap("stock", sold.sku) if sold else Ours("/stock")
    what = phrase("deed_counted", product=name, pieces=deed.figures["pieces"], before=before)
    stock, choice = await turn.unit.of(Stocks).get(product, size), await find_choice(turn, deed)
    if choice is None:
        raise stays(what, "undo_set_since", more)
    less = deed.figures["pieces"] - before
    if stock is None or stock.count < less:
        raise stays(what, "undo_stock_moved", more)

    async def does(_origin: Origin) -> None:
        await turn.unit.of(Stocks).refill(product, size, -less, turn.now)
        await turn.unit.of(Choices).undo(choice, turn.now)

    return Reversal(what=what, does=does, after=more)


async def undo_mark(turn: Turn, deed: Deed) -> Reversal:
    """Restore the low-water mark. Refuses if the staff or the business file has set another since."""
    sold, choice = (await turn.unit.products.by_ids([deed.about])).get(deed.about), await find_choice(turn, deed)
    figures, more = deed.figures, tap("stock", sold.sku) if sold else Ours("/stock")
    values = {name: mark_text(figures[name]) for name in ("mark", "before")}
    what = phrase("deed_marked", product=order_words.title(sold) if sold else "", **values)
    if choice is None:
        raise stays(what, "undo_set_since", more)

    async def does(_origin: Origin) -> None:
        known = (await turn.unit.of(Stocks).find_stocks([deed.about])).values()
        await turn.unit.of(Stocks).watch([one.set_mark(figures["before"]) for one in known])
        await turn.unit.of(Choices).undo(choice, turn.now)

    return Reversal(what=what, does=does, after=more)


async def undo_shop_count(turn: Turn, deed: Deed) -> Reversal:
    """Restore a shop's stock from before a count, with its age. Refuses if the shop has reported stock since."""
    product, size, shop = deed.about, deed.figures["size"], UUID(deed.figures["shop"])
    sold, there = (await turn.unit.products.by_ids([product])).get(product), await turn.unit.of(Shops).get(shop)
    name = f"{order_words.title(sold)} {size}".rstrip() if sold else ""
    more = tap("stock", sold.sku) if sold else Ours("/stock")
    values = {"product": name, "pieces": deed.figures["pieces"], "shop": order_words.name_shop(there)}
    what = phrase("deed_counted_at", **values)
    stated = await turn.unit.of(ShopInventory).of([product], [shop])
    stands = next((one for one in stated if one.size == size and one.as_of == deed.at), None)
    if stands is None:
        raise stays(what, "undo_shop_spoke", more)

    async def does(_origin: Origin) -> None:
        await turn.unit.of(ShopInventory).take_back([(stands, _word(deed, shop))])

    return Reversal(what=what, does=does, after=more)


def _word(deed: Deed, shop: UUID) -> Stated | None:
    """Return the shop's stock that was known before the count; None if there was none."""
    if deed.figures["word"] is None:
        return None
    quantity, at, source, price = deed.figures["word"]
    return Stated(
        shop, deed.about, deed.figures["size"], quantity, datetime.fromisoformat(at), StockSource(source), price
    )


async def undo_price(turn: Turn, deed: Deed) -> Reversal:
    """Restore a product's price. Refuses if the staff or the business file has changed it since."""
    product, choice = await turn.unit.products.get(deed.about), await find_choice(turn, deed)
    figures = deed.figures
    name, currency = (order_words.title(product), product.price.currency) if product else ("", turn.business.currency)
    before, after = (Money(figures[which], currency) for which in ("before", "after"))
    what = phrase("deed_priced", product=name, before=before, after=after)
    more = tap("stock", product.sku) if product else Ours("/stock")
    if product is None or choice is None or product.removed_at is not None:
        raise stays(what, "undo_set_since", more)

    async def does(_origin: Origin) -> None:
        await turn.unit.products.change([replace_price(product, figures["before"])])
        await turn.unit.of(Choices).undo(choice, turn.now)

    return Reversal(what=what, does=does, after=more)


async def undo_shop_setting(turn: Turn, deed: Deed) -> Reversal:
    """Restore a setting. Refuses if the staff or the business file has changed it since."""
    shop, choice = await turn.unit.of(Shops).get(deed.about), await find_choice(turn, deed)
    what = _set(turn, shop, deed)
    if shop is None or choice is None or shop.removed_at is not None or shop != _apply_deed(shop, deed, _AFTER):
        raise stays(what, "undo_set_since", Ours("/shops"))

    async def does(_origin: Origin) -> None:
        await turn.unit.of(Shops).update([_apply_deed(shop, deed, _BEFORE)])
        await turn.unit.of(Choices).undo(choice, turn.now)

    return Reversal(what=what, does=does, after=tap("shop", shop.ref))


_DEEDS = {
    ShopSetting.COMMISSION: "deed_commission",
    ShopSetting.HOURS: "deed_hours",
    ShopSetting.HANDOVER: "deed_handover",
}


def _set(turn: Turn, shop: Shop | None, deed: Deed) -> Text:
    name = order_words.name_shop(shop)
    if shop is None:
        return name
    what = ShopSetting(deed.kind)
    before, after = (show_setting(what, _apply_deed(shop, deed, when), turn.business) for when in (_BEFORE, _AFTER))
    return phrase(_DEEDS[what], shop=name, before=before, after=after)


def _apply_deed(shop: Shop, deed: Deed, when: int) -> Shop:
    """Return the shop with the figures of a deed: ``when`` selects those before or after it."""
    return replace(shop, **{name: deed.figures[name][when] for name in FIGURES[ShopSetting(deed.kind)]})


async def undo_shop_removal(turn: Turn, deed: Deed) -> Reversal:
    """Undo the removal of a shop, so that it gets requests again. Its pieces for earlier orders do not come back."""
    shop = await turn.unit.of(Shops).get(deed.about)
    what = phrase("deed_shop_removed", shop=order_words.name_shop(shop))
    if shop is None or shop.removed_at is None or await turn.unit.of(Shops).find_by_ref(shop.ref) is not None:
        raise stays(what, "undo_set_since", Ours("/shops"))

    async def does(_origin: Origin) -> None:
        await turn.unit.of(Shops).update([replace(shop, removed_at=None)])
        choice = await find_choice(turn, deed)
        if choice is not None:
            await turn.unit.of(Choices).undo(choice, turn.now)

    asked = phrase("undo_shop_is_asked", shop=order_words.name_shop(shop))
    return Reversal(what=what, does=does, after=tap("shop", shop.ref), hears=(asked,))


async def undo_shop_addition(turn: Turn, deed: Deed) -> Reversal:
    """Remove the added shop, so that its start link opens no chat. Refuses if a shopkeeper has linked already."""
    shop = await turn.unit.of(Shops).get(deed.about)
    what = phrase("deed_shop_added", shop=order_words.name_shop(shop))
    if shop is None or shop.removed_at is not None:
        raise stays(what, "undo_set_since", Ours("/shops"))
    if shop.contact is not None or shop.left_by is not None or shop.stated is not None:
        raise stays(what, "undo_shop_is_linked", Ours(f"/shops remove {shop.ref}"))

    async def does(_origin: Origin) -> None:
        await turn.unit.of(Shops).update([replace(shop, removed_at=turn.now)])
        await turn.unit.of(Shops).void_invites([shop.id], turn.now)

    return Reversal(what=what, does=does, after=Ours("/shops"))
