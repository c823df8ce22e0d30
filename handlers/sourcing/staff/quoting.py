"""/quote: the staff answers a wish that no product is with a price; the customer says yes or no to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.availability import DAYS_UNSTATED
from flows.money import MICROS
from flows.sourcing.line import Line, Promise
from flows.sourcing.news import Quoted, Replaced
from flows.sourcing.order import Order
from flows.sourcing.paying import QUOTE as PAY
from flows.sourcing.status import Status
from handlers import handover, noted
from handlers.actions.lives import called
from handlers.admins import said
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.examples import fill
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing import customer_orders
from handlers.sourcing.order_numbers import SOURCE, order_number
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.staff.giving import by
from handlers.sourcing.staff.orders import TOPIC
from handlers.turn import Turn
from storage.people import Address
from storage.sourcing.reservations import Reservations
from templates import formats
from templates.values import one_line, shorten

EXAMPLE = "/quote {amount} hand-painted box, 5 days"
_LONGEST, _TITLE = 200, 60  # characters of what is said of it, and of its name in an order
_MOST_DAYS = 120
_BEGINNING = re.compile(r"\s*\S+\s+\S+\s*")  # the command and the price
_SIGN = re.compile(r"^([₹$€£]|(?:rs|inr|usd|eur|gbp)(?![^\W\d_]))\.?\s*", re.IGNORECASE)
_SIGNS = {"₹": "INR", "RS": "INR", "$": "USD", "€": "EUR", "£": "GBP"}
_DAYS = re.compile(
    r"[\s,;(-]*(?:(?:in|within|by|en|ready in)\s+)?(\d{1,3})\s*(days?|din|d[ií]as?|weeks?|hafte|hafta|semanas?)\b[).]*",
    re.IGNORECASE,
)
_WEEK = ("w", "haf", "sem")
_SHORTEST_WORD = 3
_NO_THING = read_sets("commands")["no thing"]
"""What is said of many things, and names none of them."""


async def quote(asked: Asked) -> str | Reply:
    """Offer the customer whose question this answers to make what they want, for a price."""
    customer = await _customer(asked)
    if customer is None:
        return await _shown(asked, "Reply to a customer's question with the price and what it is.")
    price = read_amount(asked.arguments[0]) if asked.arguments else None
    text = one_line(_BEGINNING.sub("", asked.text, count=1)) if price else ""
    signs = [found[1].upper() for found in map(_SIGN.match, (text, *asked.arguments[:1])) if found]
    if price and any(_is_foreign(sign, asked.turn.business.currency) for sign in signs):
        return await _shown(asked, f"Prices are in {asked.turn.business.currency} here.")
    text = _SIGN.sub("", text)  # "4500 rs painted box"
    if price is None or price % (MICROS // 100) or not any(map(str.isalpha, _DAYS.sub("", text))):
        return await _shown(asked, "Say the price first, then what it is and how long it takes.")
    if await handover.was_stopped(asked.turn, customer):
        return Reply("They wrote STOP, and nothing since, so they are left alone until they write again.")
    return await _offer(asked, customer, price, shorten(text, _LONGEST, "…"))


async def _shown(asked: Asked, text: str) -> Reply:
    return Reply(f"{text} Example: {await fill(asked.turn, EXAMPLE)}")


def _is_foreign(sign: str, currency: str) -> bool:
    """Whether a sign is not that of this currency; "$" and "Rs" are those of several others, too."""
    return _SIGNS.get(sign, sign) != currency and (sign not in _SIGNS or currency in _SIGNS.values())


def read_days(text: str) -> tuple[str, int | None]:
    """What is made and in how many days: "hand-painted box, 5 days" is ("hand-painted box", 5)."""
    found = _DAYS.search(text)
    if found is None:
        return text, None
    days = int(found[1]) * (7 if found[2].lower().startswith(_WEEK) else 1)
    what = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;.")
    return what or text, days if 1 <= days <= _MOST_DAYS else None


async def _customer(asked: Asked) -> Address | None:
    """Whose question the command replies to."""
    message = await asked.turn.unit.messages.get(asked.message)
    answered = await asked.turn.unit.messages.get(message.reply_to) if message and message.reply_to else None
    if answered is None or answered.about is None:
        return None
    return await asked.turn.unit.people.address_by_id(answered.about)


async def _offer(asked: Asked, customer: Address, price: int, text: str) -> str:
    turn = asked.turn
    order = await _order(turn, asked, customer, price, text)
    event = Quoted(order, text, by(asked.member))
    replaced, others = await _earlier(turn, customer, order)
    for one in replaced:
        ends = Replaced(one.id, order.number, event.by)
        await noted.note(turn, customer.contact, ends, f"replaced:{order.id}:{one.id}")
    await noted.note(turn, customer.contact, event, f"quoted:{asked.message}")
    await turn.unit.access.log(str(asked.member.id), "quote", f"order {order.id}", turn.now)
    who = called(await turn.unit.people.get(customer.contact), customer)
    cost, until = said.cost(turn, price, order.currency), said.at(turn, order.reserved_until)
    where = formats.channel(customer.channel)
    return (
        f"Order {order.number}: {who} is offered “{text}” for {cost}, on {where}. They answer yes or no, "
        f"until {until}, and get a link to pay it by.{_instead(replaced, others)}\nNext: /order_{order.number}"
    )


async def _earlier(turn: Turn, customer: Address, order: Order) -> tuple[list[Order], list[Order]]:
    """What else they were offered and have not paid: of the same thing by its name, and of others."""
    rows = await turn.unit.of(Reservations).of_contact(customer.contact)
    offered = [one for one in rows if one.status == Status.AVAILABLE and one.id != order.id]
    found = [one for row in offered if (one := await customer_orders.as_it_stands(turn, row)) is not None]
    open_ = [one for one in found if one.made and not one.paid]
    same = [one for one in open_ if _things(one) & _things(order)]
    return same, [one for one in open_ if one not in same]


def _things(order: Order) -> frozenset[str]:
    """The words that tell what is made."""
    said_of_it = (word for line in order.lines for word in words(line.title))
    return frozenset(word for word in said_of_it if len(word) >= _SHORTEST_WORD and word not in _NO_THING)


def _instead(replaced: Sequence[Order], others: Sequence[Order]) -> str:
    """What became of the earlier offers."""
    parts = [f" It replaces order {one.number} ({one.lines[0].title}), which is over." for one in replaced]
    parts += [f" Order {one.number} ({one.lines[0].title}) stays offered too: /cancel_{one.number}" for one in others]
    return "".join(parts)


async def _order(turn: Turn, asked: Asked, customer: Address, price: int, text: str) -> Order:
    """It begins as an order of one thing that we make and keep ourselves."""
    number = await order_number(turn, asked.message)
    known = await turn.unit.orders.find(SOURCE, number, turn.now)
    await turn.unit.orders.note(known.id, number=number, contact=customer.contact)
    what, days = read_days(text)
    line = Line("1", known.id, "", shorten(what, _TITLE, "…"), "", 1, price)
    until = turn.now + turn.business.sourcing.reserve
    return Order(
        id=known.id,
        number=number,
        status=Status.RESERVED,
        lines=(line,),
        currency=turn.business.currency,
        reserved_until=until,
        answer_by=until,
        pay=PAY,
        days=DAYS_UNSTATED if days is None else days,
        promises=(Promise(line.id, None, line.quantity),),
    )


QUOTE = Command(
    name="quote",
    aliases=(),
    usage=EXAMPLE,
    help="as a reply to a question: offer it for that price",
    run=quote,
    topic=TOPIC,
    acts=True,
)
