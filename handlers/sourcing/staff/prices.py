"""/price MUG 400: what a product costs customers, shown first and then confirmed."""

import re

from flows.phrase import Lines, Text, phrase, tap
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import unread, which
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.replies.errands import Errand
from handlers.sourcing import shown
from handlers.sourcing.actions.prices import PriceSet, SetPrice, set_price, would_set_price
from handlers.sourcing.replies.amounts import is_foreign, read_amount
from handlers.sourcing.staff.product_arguments import sizes_said
from handlers.sourcing.staff.shop_arguments import TOPIC
from handlers.sourcing.staff.stock_arguments import product_named
from storage.products import Product

_UNIT = re.compile(r"(?:₹|rs|inr|rupees?|rupaye|[$€£]|usd|eur|gbp)\.?", re.IGNORECASE)


async def _price(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The one amount that is said, in our currency; a size has no price of its own."""
    product, currency = known["product"], asked.turn.business.currency
    words = tuple(word for word in words if not _UNIT.fullmatch(word) or is_foreign(word, currency))
    if any(is_foreign(word, currency) for word in words):
        return which(phrase("prices_are_in", currency=currency))
    amounts = [(place, found) for place, word in enumerate(words) if (found := read_amount(word)) is not None]
    if len(amounts) != 1:
        return _how_much(product, words) if words else Missing()
    ((place, price),) = amounts
    rest = (*words[:place], *words[place + 1 :])
    if sizes_said(product, rest)[0]:
        whole = tap("price", product.sku, words[place])
        return which(phrase("price_of_all_sizes", product=shown.title(product), command=whole))
    return Found(price, rest)


def _how_much(product: Product, words: tuple[str, ...]) -> Reply:
    question = phrase("price_how", product=shown.title(product), sku=product.sku, price=product.price)
    said = [phrase("price_unread", unread=unread(words))] if words else []
    return Reply(Lines((*said, question)), asks=("price", product.sku))


async def _ask_price(_asked: Asked, known: Known) -> Reply:
    return _how_much(known["product"], ())


def _set(one: PriceSet) -> Text:
    """The price before and now, and the business file's where that is another."""
    said = phrase("price_set", product=shown.title(one.after), before=one.before.price, after=one.after.price)
    file = [phrase("choice_file", file=one.file)] if one.file else []
    return Lines((said, *file, phrase("next", command=tap("stock", one.after.sku))))


PRICE = Command(
    name="price",
    usage="/price {sku} {price}",
    arguments=(product_named("price"), Argument("price", "{price}", _price, _ask_price)),
    takes=SetPrice,
    preview=would_set_price,
    does=set_price,
    says=_set,
    roles=OWNERS,
    topic=TOPIC,
    errands=(Errand.PRICE,),
)
