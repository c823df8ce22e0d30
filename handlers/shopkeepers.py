"""What shopkeepers write: read in the light of what they were asked, and given to their desk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from flows.desk import flow as shop_desk
from flows.desk.doubting import DOUBT, takes_paid
from flows.desk.news import Answer, AskedBack, Assured, Replied, Undone
from flows.desk.requests import Desk, Request
from flows.money import Money
from flows.sourcing.news import Outcome
from flows.sourcing.order import Says, Status
from handlers import host
from handlers.replies.choices import read_sure
from handlers.replies.stock.reading import Ask, StockAnswer, StockIntent, StockReading, read_stock
from handlers.replies.stock.reading import Says as Said
from handlers.replies.stock.taking_back import read_taken_back
from handlers.shop_talk import holidays, passing
from handlers.shop_talk.talk import Talk
from handlers.turn import Turn
from storage import codec
from storage.runs import Run
from storage.shops import Shop

LATE = timedelta(days=2)
"""How long after a request was closed an answer to it is still understood as one."""
_FEWEST_DIGITS = 4  # of a number of ours that may be written without its letter; fewer count pieces
_ASKED_TWICE = frozenset({"stock_paid_undo", "stock_undo_which"})
_SINGLE = frozenset({"stock_request", "stock_reminder"})  # ask for one thing, to be answered by 1, 2 or 3
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
    sure = await _assured(heard)
    if sure is not None:
        where = talk.address.id, talk.address.channel, talk.message.id
        return await _advance(turn, heard, Assured(bool(sure), *where, tuple(sorted(sure))))
    requests, quoted = await _requests(turn, heard)
    if not requests:
        return False
    if event.media and not event.text.strip():
        await _pass_on(heard)
        return True
    both = holidays.beside(talk) if not event.button else None
    if both is not None and await _denied(heard, both[0], requests, quoted):
        await holidays.leave(talk, both[1])
        return True
    requests, reading = _read(heard, requests, quoted)
    return await _act(turn, heard, requests, reading)


async def _denied(heard: Heard, said: str, requests: list[Request], quoted: frozenset[int] | None) -> bool:
    """Whether this part of a message says no, or something else that is certain; that is given to the desk."""
    talk = replace(heard.talk, event=replace(heard.talk.event, text=said))
    part = replace(heard, talk=talk)
    meant, reading = _read(part, requests, quoted)
    certain = reading.intent is StockIntent.ANSWER and all(_is_certain(one) for one in reading.answers)
    return certain and await _act(talk.turn, part, meant, reading)


async def _assured(heard: Heard) -> frozenset[int] | None:
    """The places of what they take back of what they were asked about; None where they answer something else."""
    talk, desk = heard.talk, heard.desk
    if not desk.doubted or desk.doubted_at is None or talk.event.media or talk.turn.now > desk.doubted_at + DOUBT:
        return None
    if talk.message.reply_to is not None:
        quoted = await talk.turn.unit.messages.get(talk.message.reply_to)
        if quoted is None or quoted.template not in _ASKED_TWICE:
            return None
    elif desk.asked_at is not None and desk.asked_at > desk.doubted_at:
        return None  # they were asked something else since
    if all(takes_paid(desk, one) for one in desk.doubted) or len(desk.doubted) == 1:
        sure = read_sure(talk.event.text, talk.event.button)
        return None if sure is None else frozenset(range(len(desk.doubted) if sure else 0))
    found = [desk.find(one.order, one.line) for one in desk.doubted]
    return read_taken_back(talk.event.text, [one.number if one else "" for one in found])


def _read(heard: Heard, requests: list[Request], quoted: frozenset[int] | None) -> tuple[list[Request], StockReading]:
    """What they say, and of which requests: what waits for an answer comes before what they answered last, and that
    before what they keep already. "No" is no to the first of these; of the others they speak by their names.
    """
    first = _first(requests)
    alike = _all_alike(heard, first) if quoted is None else None
    if alike is not None:
        return first, alike
    if quoted is not None or len(first) == len(requests):
        return requests, _read_as(heard, requests, quoted)
    by_name = _by_name(heard, requests, first)
    if by_name is not None:
        return requests, by_name
    reading = _read_as(heard, first, None)
    if reading.intent is StockIntent.ANSWER and any(_is_certain(one) for one in reading.answers):
        return first, reading
    wider = _read_as(heard, requests, None)
    if wider.intent not in {StockIntent.ANSWER, StockIntent.UNDO} or not _says_anything(wider):
        return first, reading
    return requests, wider


def _first(requests: list[Request]) -> list[Request]:
    """What waits for an answer; where nothing does, what they answered last."""
    open_ = [one for one in requests if one.open]
    newest = max((one.answered_at for one in requests if one.answered_at is not None), default=None)
    return open_ or [one for one in requests if newest is not None and one.answered_at == newest] or requests


def _all_alike(heard: Heard, first: list[Request]) -> StockReading | None:
    """ "1 yes 2 yes" where each was asked for in a message of its own: which is which does not matter."""
    if len(first) < 2 or not all(one.open and one.menu for one in first):
        return None
    numbered = [replace(one, place=place, menu=False) for place, one in enumerate(first, 1)]
    reading = _read_as(heard, numbered, frozenset())
    said = {(one.says, one.price) for one in reading.answers}
    whole = len(reading.answers) == len(first) and said <= {(Said.YES, None), (Said.NO, None)}
    counted = any((one.quantity or 0) > first[one.ask].quantity for one in reading.answers)
    return reading if whole and len(said) == 1 and not counted else None


def _by_name(heard: Heard, requests: list[Request], first: list[Request]) -> StockReading | None:
    """An answer about others than the first alone: by another product's name, or with the number of their order. A size
    tells nothing: "XL hai" offers another size of what they were asked for."""
    titles, keys = {one.item for one in first}, {one.key for one in first}
    text = heard.talk.event.text
    others = {one.key for one in requests if one.key not in keys and (one.item not in titles or one.number in text)}
    if not others:
        return None
    reading = _read_as(heard, [replace(one, place=0, menu=False) for one in requests], None)
    named = {requests[one.ask].key for one in reading.answers if _is_certain(one)}
    return reading if reading.intent is StockIntent.ANSWER and named and named <= others else None


def _says_anything(reading: StockReading) -> bool:
    return reading.intent is StockIntent.UNDO or any(_is_certain(one) for one in reading.answers)


def _read_as(heard: Heard, requests: list[Request], quoted: frozenset[int] | None) -> StockReading:
    turn, event = heard.talk.turn, heard.talk.event
    asks = _asks(heard.desk, requests, quoted=quoted is not None)
    text = _with_letters(event.text, [one.number for one in requests])
    return read_stock(text, asks, turn.now, turn.zone, quoted=quoted, button=event.button)


def _with_letters(text: str, numbers: Sequence[str]) -> str:
    """The text with "79893" written as the P79893 that was asked for."""
    for number in numbers:
        digits = number.lstrip("PpRr")
        if digits != number and digits.isdigit() and len(digits) >= _FEWEST_DIGITS:
            text = re.sub(rf"(?<![\w₹$€@.-]){digits}(?!\w|\.\d)", number, text)
    return text


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
        undone = Undone(tuple(one.key for one in about), to, where, message, await _linked(turn, heard.desk))
        return await _advance(turn, heard, undone)
    if reading.intent is StockIntent.QUESTION:
        await _pass_on(heard)
        return True
    open_ = [one for one in requests if one.open]
    named = [requests[one.ask] for one in reading.answers]
    meant = [one for one in named if one.open or one.stands] or open_
    if not meant:
        return False
    return await _advance(turn, heard, AskedBack(tuple(one.key for one in meant), to, where, message))


async def _linked(turn: Turn, desk: Desk) -> tuple[UUID, ...]:
    """The orders the shop keeps something for whose customers were asked to pay."""
    kept = dict.fromkeys(one.order for one in desk.requests if one.kept and not one.closed_at)
    found = [await turn.unit.reservations.get(order) for order in kept]
    return tuple(one.id for one in found if one is not None and one.status == Status.AVAILABLE)


async def _advance(turn: Turn, heard: Heard, event: Replied | Undone | Assured | AskedBack) -> bool:
    return await host.advance(turn, heard.run, event, heard.desk)


async def _requests(turn: Turn, heard: Heard) -> tuple[list[Request], frozenset[int] | None]:
    """What may be meant: what is open, what it quotes, and what was closed lately; with the places of what it quotes.

    A shop that answers what is over hears that it is; nothing else may be taken for an answer to it. What was handed
    over is no request any more.
    """
    quoted = await _quoted(turn, heard)
    if quoted:
        theirs = [one for one in quoted if one.outcome != Outcome.HANDED]
        return theirs, frozenset(range(len(theirs)))
    theirs = [one for one in heard.desk.requests if one.round or one.kept or one.said]  # or given without being asked
    asked = [one for one in theirs if one.outcome != Outcome.HANDED]
    open_, kept = [one for one in asked if one.open], [one for one in asked if one.stands and not one.open]
    if open_ or kept:
        last = max((one.answered_at for one in asked if one.answered_at is not None), default=None)
        over = [one for one in asked if not (one.open or one.stands) and last is not None and one.answered_at == last]
        lately = [one for one in over if last is not None and turn.now < last + LATE]
        return [*open_, *kept, *lately], None
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
    return [replace(one, menu=quoted.template in _SINGLE) for one in found if one is not None]


def _asks(desk: Desk, requests: list[Request], *, quoted: bool) -> list[Ask]:
    """The requests as they are read; those of a message with several have a number in it."""
    together = Counter(one.round for one in desk.requests)
    return [
        Ask(
            item=one.item,
            size=one.size,
            quantity=one.quantity,
            order=one.number,
            number=(one.place or None) if (not one.menu if quoted else together[one.round] > 1) else None,
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
