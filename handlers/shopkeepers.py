"""What shopkeepers write: read in the light of what they were asked, and given to their desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from flows.desk import flow as shop_desk
from flows.desk.news import Answer, AskedBack, Replied, Undone
from flows.desk.requests import Desk, Request
from flows.events import MessageReceived
from flows.money import Money
from flows.policy.facts import Kind
from flows.sourcing.order import Says
from handlers import alerts, host
from handlers.outgoing import Letter, post
from handlers.replies.stock import Ask, StockAnswer, StockReading, read_stock
from handlers.replies.stock import Says as Said
from handlers.turn import Turn
from storage import codec
from storage.messages import Message
from storage.people import Address
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
    """A shopkeeper's message, where it came from, and their desk as it stands."""

    shop: Shop
    address: Address
    message: Message
    event: MessageReceived
    run: Run
    desk: Desk


async def desk_of(turn: Turn, shop: Shop) -> OpenDesk | None:
    """The shop's desk; None when it was never asked anything."""
    run = await turn.unit.runs.open(shop_desk.NAME, str(shop.id))
    return None if run is None else OpenDesk(run, codec.load(Desk, run.state))


async def wrote(
    turn: Turn, shop: Shop, desk: OpenDesk, address: Address, message: Message, event: MessageReceived
) -> bool:
    """Give an answer to the shop's desk; False when it answers nothing that the shop was asked."""
    heard = Heard(shop, address, message, event, desk.run, desk.state)
    requests, quoted = await _requests(turn, heard)
    if not requests:
        return False
    if event.media and not event.text.strip():
        await _pass_on(turn, heard)
        return True
    asks = _asks(heard.desk, requests, quoted=quoted is not None)
    reading = read_stock(event.text, asks, turn.now, turn.zone, quoted=quoted, button=event.button)
    return await _act(turn, heard, requests, reading)


async def _act(turn: Turn, heard: Heard, requests: list[Request], reading: StockReading) -> bool:
    to, where, message = heard.address.id, heard.address.channel, heard.message.id
    if reading.intent == "answer" and reading.answers:
        answers = tuple(_answer(turn, requests[one.ask], one) for one in reading.answers if _is_certain(one))
        if answers:
            return await _advance(turn, heard, Replied(answers, to, where, message))
    if reading.intent == "undo":
        about = tuple(requests[one.ask] for one in reading.answers)
        denied = tuple(Answer(one.order, one.line, Says.NO.value) for one in about if not one.kept)
        if denied and len(denied) == len(about):  # "sorry, not there after all" about what was never promised
            return await _advance(turn, heard, Replied(denied, to, where, message))
        return await _advance(turn, heard, Undone(tuple(one.key for one in about), to, where, message))
    if reading.intent == "question":
        await _pass_on(turn, heard)
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
    quoted = await turn.unit.messages.get(heard.message.reply_to) if heard.message.reply_to else None
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


async def _pass_on(turn: Turn, heard: Heard) -> None:
    """A question, a voice note or a photo: the staff hears it, and the shop that they do."""
    text = f"“{heard.event.text.strip()[:300]}”" if heard.event.text.strip() else "a photo or a voice note"
    about = ", ".join(f"{one.title} ({one.number})" for one in heard.desk.requests if one.open)
    for to in await alerts.desk(turn):
        key = f"shop-says:{heard.message.id}:{to.id}"
        asked = f"Asked: {about or 'nothing now'}."
        said = f"{heard.shop.name} answers with {text}. {asked} Reply to this message and they get it."
        await post(turn, to, Letter(key, Kind.STAFF, text=said, about=heard.address.id))
    values = {"who": turn.business.name}
    letter = Letter(
        f"answer:{heard.message.id}:passed_on", Kind.ANSWER, template="shop_passed_on", values=values,
        reply_to=heard.message.id,
    )  # fmt: skip
    await post(turn, heard.address, letter)


async def shop_of(turn: Turn, contact: UUID) -> Shop | None:
    """The shop that this person keeps, unless it was removed."""
    shop = await turn.unit.shops.of_contact(contact)
    return shop if shop is not None and shop.removed_at is None else None
