"""A shop's message read as an answer to a given list of requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.sourcing.ask import Says
from flows.sourcing.desk.requests import Desk, Request
from handlers.replies.choices import read_choice
from handlers.sourcing.replies.recounting import without_found
from handlers.sourcing.replies.stock.exact_reply import is_exact
from handlers.sourcing.replies.stock.reading import Ask, StockAnswer, StockReading, read_stock
from handlers.sourcing.replies.stock.reading import Says as Said
from handlers.sourcing.shop.meant import AtDesk
from handlers.sourcing.shop.mentioned import Mentioned
from handlers.sourcing.shop.read_answer import ReadAnswer

_LARGEST = 99  # beyond it a figure is no number of pieces of one request


def read_as(heard: AtDesk, requests: list[Request], quoted: frozenset[int] | None) -> ReadAnswer:
    """The answer of a message to these requests; ``quoted`` are the places of those that the message quotes."""
    event = heard.talk.event
    asks = asks_of(heard.desk, requests, quoted=quoted is not None)
    if is_number(heard):
        asks = [replace(ask, menu=ask.menu and not _promised(one)) for ask, one in zip(asks, requests, strict=True)]
    orders, known = heard.talk.mentioned, {one.number for one in requests}
    asked = {one.number: one.quantity for one in heard.desk.requests}
    others = [Ask("", "", asked.get(one, 1), orders.name(one)) for one in orders.numbers if one not in known]
    text, asks = orders.named_in(without_found(event.text)), [*_as_named(orders, asks), *others]
    reading = read_stock(text, asks, heard.now, heard.zone, quoted=quoted, button=event.button)
    sure = bool(event.button) or is_number(heard) or is_exact(text, asks, reading, quoted)
    past = tuple(one for one in reading.answers if one.ask >= len(requests))
    answers = tuple(one for one in reading.answers if one.ask < len(requests))
    if is_number(heard):
        answers = tuple(_of_figure(one, requests[one.ask]) for one in answers)
    answers = tuple(_swept(answers, requests))
    return ReadAnswer(requests, StockReading(answers, reading.intent), past, sure)


def is_number(heard: AtDesk) -> bool:
    """Whether the message is a figure alone, which may be a choice of a menu and may be a number of pieces."""
    return not heard.talk.event.button and read_choice(heard.talk.event.text, most=_LARGEST) is not None


def _promised(request: Request) -> bool:
    """Whether the shop said of it that it is there, and that stands."""
    return request.stands and request.said != Says.NO


def _of_figure(said: StockAnswer, request: Request) -> StockAnswer:
    """The answer of a figure alone: it takes back nothing that was promised, and promises nothing that a menu's figure
    has just taken back, but is asked about."""
    less = said.says not in {Said.YES, Said.UNCLEAR} and _promised(request)
    return StockAnswer(said.ask, Said.UNCLEAR) if less or (request.undone and request.by_menu) else said


def _swept(answers: Sequence[StockAnswer], requests: Sequence[Request]) -> Iterator[StockAnswer]:
    """The answers, where "all" and "the rest" sweep up nothing that was answered before: that is what waits for an
    answer, and where nothing does, a no is turned round by no such word. Beside others that are named "the rest" is
    that of the same message."""
    waits = any(one.open for one in requests)
    rounds = {requests[said.ask].round for said in answers if not said.swept}
    for said in answers:
        request = requests[said.ask]
        beside = not rounds or request.round in rounds
        if not said.swept or (request.open and beside):
            yield said
        elif not waits and beside:
            denied = request.said == Says.NO and said.says is not Said.NO
            yield StockAnswer(said.ask, Said.UNCLEAR) if denied else said


def _as_named(orders: Mentioned, asks: list[Ask]) -> list[Ask]:
    """The requests by the names that their orders have in the text that is read."""
    return [replace(one, order=orders.name(one.order)) for one in asks]


def asks_of(desk: Desk, requests: list[Request], *, quoted: bool) -> list[Ask]:
    """The requests as they are read; those of a message with several have a number in it."""
    together = Counter(one.round for one in desk.requests)
    live = {one.round for one in desk.requests if one.open}  # beside these no old list is answered by its numbers
    together = Counter({one: many for one, many in together.items() if one in live or not live})
    return [
        Ask(
            item=one.item,
            size=one.size,
            quantity=one.quantity,
            order=one.number,
            number=(one.place or None) if (not one.menu if quoted else together[one.round] > 1) else None,
            menu=one.menu,
            figured=one.figured and one.open,
        )
        for one in requests
    ]
