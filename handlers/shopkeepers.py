"""What shopkeepers write: read in the light of what they were asked, and given to their desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from flows.desk import flow as shop_desk
from flows.desk.news import Answer, AskedBack, Replied, Undone
from flows.desk.requests import Desk, Request
from flows.money import Money
from flows.sourcing.order import Says
from handlers import host
from handlers.replies.stock import Ask, StockAnswer, StockIntent, StockReading, read_stock
from handlers.replies.stock import Says as Said
from handlers.shop_talk import passing
from handlers.shop_talk.talk import Talk
from handlers.turn import Turn
from storage import codec
from storage.runs import Run
from storage.shops import Shop

LATE = timedelta(days=2)
"""How long after a request was closed an answer to it is still understood as one."""
_SINGLE = "stock_request"  # asks for one thing, to be answered by 1, 2 or 3
_SAYS = {Said.YES: Says.YES, Said.NO: Says.NO, Said.PARTIAL: Says.PART, Said.LATER: Says.LATER}


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A shop's desk: its run, and its state, which is large and read once for a message."""

    run: Run
    state: Desk


@dataclass(frozen=True, slots=True)
class Heard:
    """A shopkeeper's message, and their desk as it stands."""

    talk: Talk
    run: Run
    desk: Desk


async def desk_of(turn: Turn, shop: Shop) -> OpenDesk | None:
    """The shop's desk; None when it was never asked anything."""
    run = await turn.unit.runs.open(shop_desk.NAME, str(shop.id))
    return None if run is None else OpenDesk(run, codec.load(Desk, run.state))


async def wrote(talk: Talk, desk: OpenDesk) -> bool:
    """Give an answer to the shop's desk; False when it answers nothing that the shop was asked."""
    turn, event, heard = talk.turn, talk.event, Heard(talk, desk.run, desk.state)
    requests, quoted = await _requests(turn, heard)
    if not requests:
        return False
    if event.media and not event.text.strip():
        await _pass_on(heard)
        return True
    requests, reading = _read(heard, requests, quoted)
    return await _act(turn, heard, requests, reading)


def _read(heard: Heard, requests: list[Request], quoted: frozenset[int] | None) -> tuple[list[Request], StockReading]:
    """What they say, and of which requests: what waits for an answer comes before what they keep already.

    "no" is no to what was asked last; only what says nothing of that may be about a piece that is kept.
    """
    open_ = [one for one in requests if one.open]
    if quoted is None and open_ and len(open_) < len(requests):
        reading = _read_as(heard, open_, None)
        if reading.intent is StockIntent.ANSWER and any(_is_certain(one) for one in reading.answers):
            return open_, reading
        wider = _read_as(heard, requests, None)
        if wider.intent not in {StockIntent.ANSWER, StockIntent.UNDO} or not _says_anything(wider):
            return open_, reading
        return requests, wider
    return requests, _read_as(heard, requests, quoted)


def _says_anything(reading: StockReading) -> bool:
    return reading.intent is StockIntent.UNDO or any(_is_certain(one) for one in reading.answers)


def _read_as(heard: Heard, requests: list[Request], quoted: frozenset[int] | None) -> StockReading:
    turn, event = heard.talk.turn, heard.talk.event
    asks = _asks(heard.desk, requests, quoted=quoted is not None)
    return read_stock(event.text, asks, turn.now, turn.zone, quoted=quoted, button=event.button)


async def _act(turn: Turn, heard: Heard, requests: list[Request], reading: StockReading) -> bool:
    to, where, message = heard.talk.address.id, heard.talk.address.channel, heard.talk.message.id
    if reading.intent is StockIntent.ANSWER and reading.answers:
        answers = tuple(_answer(turn, requests[one.ask], one) for one in reading.answers if _is_certain(one))
        if answers:
            return await _advance(turn, heard, Replied(answers, to, where, message))
    if reading.intent is StockIntent.UNDO:
        about = tuple(requests[one.ask] for one in reading.answers)
        denied = tuple(Answer(one.order, one.line, Says.NO.value) for one in about if not one.kept)
        if denied and len(denied) == len(about):  # "sorry, not there after all" about what was never promised
            return await _advance(turn, heard, Replied(denied, to, where, message))
        return await _advance(turn, heard, Undone(tuple(one.key for one in about), to, where, message))
    if reading.intent is StockIntent.QUESTION:
        await _pass_on(heard)
        return True
    open_ = [one for one in requests if one.open]
    named = [requests[one.ask] for one in reading.answers]
    meant = [one for one in named if one.open or one.kept] or open_
    if not meant:
        return False
    return await _advance(turn, heard, AskedBack(tuple(one.key for one in meant), to, where, message))


async def _advance(turn: Turn, heard: Heard, event: Replied | Undone | AskedBack) -> bool:
    return await host.advance(turn, heard.run, event, heard.desk)


async def _requests(turn: Turn, heard: Heard) -> tuple[list[Request], frozenset[int] | None]:
    """What may be meant: what is open, what it quotes, and what was closed lately; with the places of what it quotes.

    A shop that answers what is over hears that it is; nothing else may be taken for an answer to it.
    """
    theirs = await _quoted(turn, heard)
    if theirs:
        return theirs, frozenset(range(len(theirs)))
    asked = [one for one in heard.desk.requests if one.round]
    open_ = [one for one in asked if one.open]
    kept = [one for one in asked if one.kept and not one.closed_at]
    if open_ or kept:
        return [*open_, *kept], None
    newest = max((one.round for one in asked), default=0)
    lately = [one for one in asked if one.round == newest and (one.closed_at or turn.now) > turn.now - LATE]
    return lately, None


async def _quoted(turn: Turn, heard: Heard) -> list[Request]:
    """What the message asked for that they reply to, as it stood there; its round is in the key it was sent under."""
    reply_to = heard.talk.message.reply_to
    quoted = await turn.unit.messages.get(reply_to) if reply_to else None
    if quoted is None or quoted.run != heard.run.id:
        return []
    what, _, number = quoted.key.removeprefix(f"{heard.run.id}:").partition(":")
    if what not in {"ask", "remind"} or not number.isdigit():
        return []
    found = [one.as_in(int(number)) for one in heard.desk.requests if one.round]
    return [replace(one, menu=quoted.template == _SINGLE) for one in found if one is not None]


def _asks(desk: Desk, requests: list[Request], *, quoted: bool) -> list[Ask]:
    """The requests as they are read; those of a message with several have a number in it."""
    together = Counter(one.round for one in desk.requests)
    return [
        Ask(
            item=one.item,
            size=one.size,
            quantity=one.quantity,
            order=one.number,
            number=one.place if (not one.menu if quoted else together[one.round] > 1) else None,
            menu=one.menu,
        )
        for one in requests
    ]


def _is_certain(said: StockAnswer) -> bool:
    """Whether it can be acted upon: "some" without a number cannot, and is asked about."""
    return said.says in _SAYS and not (said.says is Said.PARTIAL and said.quantity is None)


def _answer(turn: Turn, request: Request, said: StockAnswer) -> Answer:
    says = _SAYS[said.says]
    quantity = said.quantity if said.quantity is not None else (request.quantity if says is not Says.NO else 0)
    price = None
    if said.price is not None:
        price = Money.of(said.price, turn.business.currency).micros // max(said.price_for, 1)
    if says is Says.PART and not quantity:
        says = Says.NO
    if says is Says.LATER and said.later_quantity is not None:
        quantity = said.later_quantity
    other = ", ".join(part for part in (said.other_size, said.alternative) if part)
    ready_at = said.when if says is Says.LATER else None
    return Answer(request.order, request.line, says.value, quantity, ready_at, price, other)


async def _pass_on(heard: Heard) -> None:
    """A question, a voice note or a photo: the staff hears it, with what the shop was asked."""
    asked = ", ".join(f"{one.title} ({one.number})" for one in heard.desk.requests if one.open)
    await passing.pass_on(heard.talk, asked)


async def shop_of(turn: Turn, contact: UUID) -> Shop | None:
    """The shop that this person keeps, unless it was removed."""
    shop = await turn.unit.shops.of_contact(contact)
    return shop if shop is not None and shop.removed_at is None else None
