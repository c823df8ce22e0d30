"""What shopkeepers write: read in the light of what they were asked, and given to their desk."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.money import Money
from flows.sourcing.ask import Says
from flows.sourcing.desk.doubting import TAKES_BACK, takes_paid
from flows.sourcing.desk.events import AskedBack, Assured, ShopAnswer, ShopReplied, Undone
from flows.sourcing.desk.requests import Desk, Request
from flows.sourcing.status import Status
from handlers import host
from handlers.replies.choices import read_sure
from handlers.sourcing.replies.stock.reading import StockAnswer, StockIntent
from handlers.sourcing.replies.stock.taking_back import read_taken_back
from handlers.sourcing.shop import holidays, passing
from handlers.sourcing.shop.desk import OpenDesk
from handlers.sourcing.shop.meant import AtDesk, MeantRequests, meant
from handlers.sourcing.shop.reading import SAYS, ReadAnswer, read
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn
from storage.sourcing.reservations import Reservations
from storage.sourcing.shops import Shop, Shops


async def wrote(talk: Talk, desk: OpenDesk) -> bool:
    """Give an answer to the shop's desk; False when it answers nothing that the shop was asked."""
    event, heard = talk.event, AtDesk(talk, desk.run, desk.state)
    sure = _assured(heard)
    if sure is not None:
        return await _advance(heard, Assured(bool(sure), *heard.where, tuple(sorted(sure))))
    asked = meant(heard)
    if not asked.requests:
        return False
    if event.media and not event.text.strip():
        await _pass_on(heard)
        return True
    both = holidays.beside(talk) if not event.button else None
    if both is not None and await _denied(heard, both[0], asked):
        await holidays.leave(talk, both[1])
        return True
    return await _act(heard, read(heard, asked))


async def _denied(heard: AtDesk, said: str, asked: MeantRequests) -> bool:
    """Whether this part of a message says no, or something else that is certain; that is given to the desk."""
    part = replace(heard, talk=replace(heard.talk, event=replace(heard.talk.event, text=said)))
    answered = read(part, asked)
    certain = answered.intent is StockIntent.ANSWER and len(answered.certain) == len(answered.named)
    return certain and await _act(part, answered)


def _assured(heard: AtDesk) -> frozenset[int] | None:
    """The places of what they take back of what they were asked about; None where they answer something else."""
    talk, desk, question = heard.talk, heard.desk, heard.talk.question
    if question is None or question.expects != TAKES_BACK or not desk.doubted or talk.event.media:
        return None
    if all(takes_paid(desk, one) for one in desk.doubted) or len(desk.doubted) == 1:
        sure = read_sure(talk.event.text, talk.event.button)
        return None if sure is None else frozenset(range(len(desk.doubted) if sure else 0))
    found = [desk.find(one.order, one.line) for one in desk.doubted]
    return read_taken_back(talk.event.text, [one.number if one else "" for one in found])


async def _act(heard: AtDesk, answered: ReadAnswer) -> bool:
    """Give the desk what was said; False where it says nothing of what the shop was asked."""
    if answered.answers_surely:
        answers = tuple(_answer(heard.talk.turn, *one) for one in answered.certain)
        return await _advance(heard, ShopReplied(answers, *heard.where))
    if answered.intent is StockIntent.UNDO:
        return await _undo(heard, answered.named)
    if answered.intent is StockIntent.QUESTION:
        await _pass_on(heard)
        return True
    open_ = [one for one in answered.requests if one.open]
    unclear = [one for one in answered.named if one.open or one.stands] or open_
    keys = tuple(one.key for one in unclear)
    return bool(keys) and await _advance(heard, AskedBack(keys, *heard.where, some=answered.some))


async def _undo(heard: AtDesk, about: list[Request]) -> bool:
    """Take back what they said; "sorry, not there after all" about what was never promised is a no."""
    denied = tuple(ShopAnswer(one.order, one.line, Says.NO.value) for one in about if not one.kept)
    if denied and len(denied) == len(about):
        return await _advance(heard, ShopReplied(denied, *heard.where))
    linked = await _linked(heard.talk.turn, heard.desk)
    return await _advance(heard, Undone(tuple(one.key for one in about), *heard.where, linked))


async def _linked(turn: Turn, desk: Desk) -> tuple[UUID, ...]:
    """The orders the shop keeps something for whose customers were asked to pay."""
    kept = dict.fromkeys(one.order for one in desk.requests if one.kept and not one.closed_at)
    found = [await turn.unit.of(Reservations).get(order) for order in kept]
    return tuple(one.id for one in found if one is not None and one.status == Status.AVAILABLE)


async def _advance(heard: AtDesk, event: ShopReplied | Undone | Assured | AskedBack) -> bool:
    return await host.advance(heard.talk.turn, heard.run, event, heard.desk)


def _answer(turn: Turn, request: Request, said: StockAnswer) -> ShopAnswer:
    says = SAYS[said.says]
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
    return ShopAnswer(request.order, request.line, says.value, quantity, ready_at, price, other)


async def _pass_on(heard: AtDesk) -> None:
    """A question, a voice note or a photo: the staff hears it, with what the shop was asked."""
    asked = ", ".join(f"{one.title} ({one.number})" for one in heard.desk.requests if one.open)
    await passing.pass_on(heard.talk, asked)


async def shop_of(turn: Turn, contact: UUID) -> Shop | None:
    """The shop that this person keeps, unless it was removed."""
    shop = await turn.unit.of(Shops).of_contact(contact)
    return shop if shop is not None and shop.removed_at is None else None
