"""/price: a product's price for customers. /quote: the price of a wish that no product fits, for the customer."""

from __future__ import annotations

import re

from flows.money import MICROS, Money
from flows.phrase import Lines, Text, phrase, sentences, tap
from handlers.actions.message_lives import name_person
from handlers.replies.staff_errands import Errand
from handlers.sourcing import order_words
from handlers.sourcing.actions.product_prices import (
    OfferedQuote,
    PriceSet,
    Quote,
    SetPrice,
    quote,
    set_price,
    would_set_price,
)
from handlers.sourcing.replies.bare_amount import SIGN, is_foreign, read_amount
from handlers.sourcing.staff.order_commands import TOPIC
from handlers.sourcing.staff.product_arguments import split_sizes
from handlers.sourcing.staff.shop_arguments import OF_SHOPS
from handlers.sourcing.staff.stock_arguments import make_product_argument
from handlers.staff_chat.argument_questions import quote_unread, show_example, which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from storage.store.products import Product
from templates.message_values import one_line, shorten

_UNIT = re.compile(r"(?:₹|rs|inr|rupees?|rupaye|[$€£]|usd|eur|gbp)\.?", re.IGNORECASE)


async def _price(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the one amount, in our currency; sizes cannot have their own prices."""
    product, currency = known["product"], asked.turn.business.currency
    words = tuple(word for word in words if not _UNIT.fullmatch(word) or is_foreign(word, currency))
    if any(is_foreign(word, currency) for word in words):
        return which(phrase("prices_are_in", currency=currency))
    amounts = [(place, found) for place, word in enumerate(words) if (found := read_amount(word)) is not None]
    if len(amounts) != 1:
        return _ask_how_much(product, words) if words else Missing()
    ((place, price),) = amounts
    rest = (*words[:place], *words[place + 1 :])
    if split_sizes(product, rest)[0]:
        whole = tap("price", product.sku, words[place])
        return which(phrase("price_of_all_sizes", product=order_words.title(product), command=whole))
    return FoundArgument(price, rest)


def _ask_how_much(product: Product, words: tuple[str, ...]) -> Reply:
    question = phrase("price_how", product=order_words.title(product), sku=product.sku, price=product.price)
    said = [phrase("price_unread", unread=quote_unread(words))] if words else []
    return Reply(Lines((*said, question)), asks=("price", product.sku))


async def _ask_price(_asked: IssuedCommand, known: Known) -> Reply:
    return _ask_how_much(known["product"], ())


def _set(one: PriceSet) -> Text:
    """Format the price before and now, and the business file's price if different."""
    said = phrase("price_set", product=order_words.title(one.after), before=one.before.price, after=one.after.price)
    file = [phrase("choice_file", file=one.file)] if one.file else []
    return Lines((said, *file, phrase("next", command=tap("stock", one.after.sku))))


PRICE = Command(
    name="price",
    usage="/price {sku} {price}",
    arguments=(make_product_argument("price"), Argument("price", "{price}", _price, _ask_price)),
    takes=SetPrice,
    preview=would_set_price,
    does=set_price,
    says=_set,
    roles=OWNERS,
    topic=OF_SHOPS,
    errands=(Errand.PRICE,),
)


_LONGEST, _TITLE = 200, 60  # characters of its description, and of its name in an order
_MOST_DAYS = 120
_BEGINNING = re.compile(r"\s*\S+\s+\S+\s*")  # the command and the price
_DAYS = re.compile(
    r"[\s,;(-]*(?:(?:in|within|by|en|ready in)\s+)?(\d{1,3})\s*(days?|din|d[ií]as?|weeks?|hafte|hafta|semanas?)\b[).]*",
    re.IGNORECASE,
)
_WEEK = ("w", "haf", "sem")


async def _find_customer(
    asked: IssuedCommand, _known: Known, words: tuple[str, ...]
) -> FoundArgument | Missing | Reply:
    """Find the address of the customer to whose question the command replies."""
    message = await asked.turn.unit.messages.get(asked.message)
    answered = await asked.turn.unit.messages.get(message.reply_to) if message and message.reply_to else None
    return Missing() if answered is None or answered.about is None else FoundArgument(answered.about, words)


async def _find_price(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the price, which comes first and is in our currency; the description follows."""
    price = read_amount(words[0]) if words else None
    if price is None:
        return Missing()
    text = one_line(_BEGINNING.sub("", asked.text, count=1))
    currency = asked.turn.business.currency
    if is_foreign(text, currency) or is_foreign(words[0], currency):
        return which(sentences(phrase("prices_are_in", currency=currency), await show_example(asked)))
    whole = price % (MICROS // 100) == 0
    return FoundArgument(price, words[1:], SIGN.sub("", text)) if whole else Missing()  # "4500 rs painted box"


async def _text(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the description of the item, and the days that it takes."""
    text = known["price"]
    if not any(map(str.isalpha, _DAYS.sub("", text))):
        return Missing()
    text = shorten(text, _LONGEST, "…")
    return FoundArgument(text, (), read_days(text))


async def _title(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    return FoundArgument(shorten(known["text"][0], _TITLE, "…"), words)


async def _days(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    return FoundArgument(known["text"][1], words)


async def _ask_customer(asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(sentences(phrase("reply_with_a_price"), await show_example(asked)), asks=())


async def _ask_quoted(asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(sentences(phrase("say_the_price_first"), await show_example(asked)), asks=())


def read_days(text: str) -> tuple[str, int | None]:
    """Split the days off the description: "hand-painted box, 5 days" is ("hand-painted box", 5)."""
    found = _DAYS.search(text)
    if found is None:
        return text, None
    days = int(found[1]) * (7 if found[2].lower().startswith(_WEEK) else 1)
    what = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;.")
    return what or text, days if 1 <= days <= _MOST_DAYS else None


def _describe_offer(one: OfferedQuote) -> Text:
    order, who = one.order, name_person(one.person, one.customer)
    cost = Money(order.amount, order.currency)
    offered = phrase(
        "is_offered", order=order.number, who=who, text=one.text, cost=cost, channel=one.customer.channel,
        until=order.reserved_until, by_hand=one.by_hand,
    )  # fmt: skip
    replaced = [phrase("offer_replaced", order=old.number, title=old.lines[0].title) for old in one.replaced]
    stay = [
        phrase("offer_stays", order=old.number, title=old.lines[0].title, cancel=tap("cancel", old.number))
        for old in one.others
    ]
    return order_words.then_order(order, sentences(offered, *replaced, *stay))


QUOTE = Command(
    name="quote",
    arguments=(
        Argument("customer", "", _find_customer, _ask_customer),
        Argument("price", "{amount}", _find_price, _ask_quoted),
        Argument("text", "hand-painted box, 5 days", _text, _ask_quoted),
        Argument("title", "", _title),
        Argument("days", "", _days),
    ),
    takes=Quote,
    does=quote,
    says=_describe_offer,
    topic=TOPIC,
    acts=True,
)
