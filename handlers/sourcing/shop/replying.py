"""What a shopkeeper's message is to their desk: an answer to what the shop was asked, or a question for a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from flows.money import MICROS, Money
from flows.sourcing.ask import Says
from flows.sourcing.desk.events import AskedBack, Assured, Postponed, ShopAnswer, ShopReplied, Undone
from flows.sourcing.desk.requests import Request
from flows.sourcing.effects import RequestOutcome
from handlers.replies.choices import read_choice
from handlers.replies.text import words
from handlers.sourcing.replies.concerns import asks_for_more_pay, tells_of_a_flaw, tells_of_a_number
from handlers.sourcing.replies.conditions import bargains
from handlers.sourcing.replies.counter import CounterIntent, read_counter
from handlers.sourcing.replies.haggling import haggles
from handlers.sourcing.replies.shop_intents import ShopReading
from handlers.sourcing.replies.stock.reading import Says as Said
from handlers.sourcing.replies.stock.reading import StockAnswer, StockIntent
from handlers.sourcing.shop import holidays
from handlers.sourcing.shop.assured import assured
from handlers.sourcing.shop.before import asked_which
from handlers.sourcing.shop.damaged import damaged
from handlers.sourcing.shop.meant import AtDesk, MeantRequests, meant
from handlers.sourcing.shop.narrowed import narrowed
from handlers.sourcing.shop.read_answer import MOST_CHOICES, SAYS, ReadAnswer
from handlers.sourcing.shop.read_as import is_number
from handlers.sourcing.shop.reading import read
from handlers.sourcing.shop.recounted import recounted
from handlers.sourcing.shop.wanted import wanted

_FEW = 6  # words; what is longer, and not read whole, is also for the staff
DeskEvent: TypeAlias = ShopReplied | Undone | Assured | AskedBack


@dataclass(frozen=True, slots=True)
class ShopReply:
    """The ``event`` of an answer for the desk, None where a person answers; and the ``holiday`` told behind it.

    ``past`` are the orders in it for which nothing is asked of the shop any more: where it speaks of these alone, no
    person has to answer. It ``corrects`` what was said of them: they are not there after all, or not all of them.
    The words are also ``for_staff`` where they are many, and the shop is asked back upon them.
    """

    event: DeskEvent | None
    holiday: ShopReading | None = None
    past: tuple[str, ...] = ()
    corrects: bool = False
    for_staff: bool = False


def reply(heard: AtDesk) -> ShopReply | None:
    """The reply that a message is; None for one that answers nothing that the shop was asked."""
    event, sure = heard.talk.event, assured(heard)
    if sure is not None:
        return ShopReply(sure)
    only = (
        None if event.button or heard.talk.mentioned.mentions else narrowed(event.text, heard.desk.requests, heard.now)
    )
    if only is not None:
        return ShopReply(only.reply(heard))
    asked = meant(heard)
    if not asked.requests and not heard.talk.mentioned.mentions:
        return None
    again = recounted(heard, asked) or asked_which(heard, asked)
    if again is not None:
        return ShopReply(again)
    if (event.media and not event.text.strip()) or (not event.button and _is_for_a_person(heard, asked)):
        return ShopReply(None)
    needed = wanted(heard, asked)
    if needed is not None:
        return ShopReply(needed)
    said = _before_holiday(heard, asked) or _said(heard, _not_handed(heard, read(heard, asked)))
    which = damaged(heard, asked) if said is not None and said.event is not None else None
    return ShopReply(which) if which is not None else said  # what goes to a person anyway is not asked about


def _not_handed(heard: AtDesk, answered: ReadAnswer) -> ReadAnswer:
    """The answer, or the question what is meant, where the shop says that it handed goods over: that says neither that
    what it is asked for is there, nor that it is not."""
    if heard.talk.event.button or heard.talk.mentioned.mentions or not answered.answers_surely:
        return answered
    requests = heard.desk.requests
    said = read_counter(heard.talk.event.text, [one.number for one in requests], [one.item for one in requests])
    if said.intent is not CounterIntent.HANDED:
        return answered
    return answered.unread


def _is_for_a_person(heard: AtDesk, asked: MeantRequests) -> bool:
    """Whether it has another number than we know, wants to earn more, haggles, or has the goods if so much is paid, or
    in such a way: nothing of it says what is there, and no figure is a price."""
    text = heard.talk.event.text
    if tells_of_a_number(text) or asks_for_more_pay(text):
        return True
    earned = {one.earns * many // MICROS for one in asked.requests for many in (1, one.quantity)}
    orders = {int(one.number) for one in heard.desk.requests if one.number.isdecimal()}
    return any(one.open for one in asked.requests) and (
        bargains(text, earned | orders) or haggles(text, earned, orders | _sizes(asked), most=_most(asked))
    )


def _sizes(asked: MeantRequests) -> set[int]:
    """The sizes of the requests that are figures."""
    return {int(one.size) for one in asked.requests if one.size.isdecimal()}


def _most(asked: MeantRequests) -> int:
    """How many pieces are asked for at most."""
    return max(one.quantity for one in asked.requests)


def _before_holiday(heard: AtDesk, asked: MeantRequests) -> ShopReply | None:
    """What stands before a holiday, where that part says no, or something else that is certain."""
    event = heard.talk.event
    found = None if event.button else holidays.beside(event.text, heard.now, heard.zone)
    if found is None:
        return None
    part = replace(heard, talk=replace(heard.talk, event=replace(event, text=found[0])))
    answered = read(part, asked)
    certain = answered.intent is StockIntent.ANSWER and len(answered.certain) == len(answered.named)
    said = _said(part, answered) if certain else None
    return replace(said, holiday=found[1]) if said is not None else None


def _said(heard: AtDesk, answered: ReadAnswer) -> ShopReply | None:
    if _is_flaw_of_kept(heard, answered):
        return ShopReply(None)
    if not answered.exact and not _is_said_again(answered):
        return _asked_back(heard, answered)
    later, numbers = _later(answered), heard.talk.mentioned.numbers
    past = tuple(one for one in numbers if one not in {request.number for request in answered.requests})
    if answered.answers_surely or later is not None:
        said = tuple(_answer(*one) for one in answered.certain)
        return ShopReply(ShopReplied(said, heard.talk.message.id, later), past=past)
    if past and not answered.named:
        return ShopReply(None, past=past if _answers_past(answered) else (), corrects=_corrects(answered))
    if answered.intent is StockIntent.UNDO:
        return ShopReply(_undone(heard, answered.named))
    if answered.intent is StockIntent.QUESTION or _tells_of_a_rest(heard, answered):
        return ShopReply(None)
    open_ = [one for one in answered.requests if one.open and (not numbers or one.number in numbers)]
    waited = [one for one in answered.named if one.open or one.stands or one in heard.desk.undone]
    unclear = waited or open_
    keys = tuple(one.key for one in unclear)
    if not keys:
        return ShopReply(None) if numbers else None
    figure, many = _figure_of(heard, unclear), unclear[0].quantity
    some = answered.some or (0 < figure < many and unclear[0].menu)  # how many are there, or was it the menu's?
    return ShopReply(AskedBack(keys, heard.talk.message.id, some=some, figure=figure == many))


def _is_said_again(answered: ReadAnswer) -> bool:
    """Return True if a text says no more than that what the shop keeps is there."""
    told = answered.certain
    return bool(told) and all(said.says is Said.YES and one.kept and one.stands for one, said in told)


def _asked_back(heard: AtDesk, answered: ReadAnswer) -> ShopReply | None:
    """Return the question in place of an answer with a word of something else; many words are for the staff too."""
    back = _said(heard, replace(answered.unread, exact=True))
    if back is None or back.event is None:
        return back
    return replace(back, for_staff=len(words(heard.talk.event.text)) > _FEW)


def _tells_of_a_rest(heard: AtDesk, answered: ReadAnswer) -> bool:
    """Whether it goes on with what is lacking of goods that the shop has some of, which the staff has to hear."""
    return answered.intent is StockIntent.REST and any(one.said == Says.PART for one in heard.desk.requests)


def _figure_of(heard: AtDesk, asked: list[Request]) -> int:
    """The figure alone that counts what is asked for, and is as well a choice of the menu; 0 for any other text."""
    one = len(asked) == 1 and is_number(heard)
    return (read_choice(heard.talk.event.text, most=MOST_CHOICES) or 0) if one else 0


def _is_flaw_of_kept(heard: AtDesk, answered: ReadAnswer) -> bool:
    """Whether it tells of a flaw of what the shop keeps or handed over, which the staff has to hear: "1801 me ek piece
    kharab hai". What denies a request, and what names one that is open, is an answer to it."""
    text, requests, numbers = heard.talk.event.text, heard.desk.requests, heard.talk.mentioned.numbers
    if heard.talk.event.button or not tells_of_a_flaw(text):
        return False
    if answered.certain and all(said.says is Said.NO for _, said in answered.certain):
        return False
    if numbers:
        return not any(one.open and one.number in numbers for one in requests)
    return any((one.kept and not one.closed_at) or one.outcome == RequestOutcome.HANDED for one in requests)


def _answers_past(answered: ReadAnswer) -> bool:
    """Whether what it says of orders that are over is an answer to a request, which nobody waits for any more."""
    return answered.intent is StockIntent.UNDO or any(one.says is not Said.UNCLEAR for one in answered.past)


def _corrects(answered: ReadAnswer) -> bool:
    """Whether it says of orders that are over that something is not there: "kal wala 1234 nahi hai"."""
    less = {Said.NO, Said.PARTIAL}
    return answered.intent is StockIntent.UNDO or any(one.says in less for one in answered.past)


def _later(answered: ReadAnswer) -> Postponed | None:
    """The open requests that the shop will answer later, by the last moment that it names; also what it names beside a
    clear answer without saying anything clear of it."""
    named = [said.when for _, said in answered.postponed if said.when is not None]
    found = [request for request, _ in (*answered.postponed, *answered.untold)]
    keys = tuple(dict.fromkeys(one.key for one in found))
    return Postponed(keys, max(named, default=None)) if keys else None


def _undone(heard: AtDesk, about: list[Request]) -> ShopReplied | Undone:
    """Take back what they said; "sorry, not there after all" about what was never promised is a no."""
    denied = tuple(ShopAnswer(one.order, one.line, Says.NO.value) for one in about if not one.kept)
    if denied and len(denied) == len(about):
        return ShopReplied(denied, heard.talk.message.id)
    return Undone(tuple(one.key for one in about), heard.talk.message.id)


def _answer(request: Request, said: StockAnswer) -> ShopAnswer:
    says = SAYS[said.says]
    quantity = said.quantity if said.quantity is not None else (request.quantity if says is not Says.NO else 0)
    price = None
    if said.price is not None:
        price = Money.of(said.price, "").micros // max(said.price_for, 1)
    if price == request.earns:
        price = None  # it says back what we pay
    if says is Says.PART and not quantity:
        says = Says.NO
    if says is Says.LATER and said.later_quantity is not None:
        quantity = said.later_quantity
    other = ", ".join(part for part in (said.other_size, said.alternative) if part)
    ready_at = said.when if says is Says.LATER else None
    rest = _rest(request, said, quantity) if says is Says.PART else 0
    rest_at = said.when if rest else None
    return ShopAnswer(request.order, request.line, says.value, quantity, ready_at, price, other, rest, rest_at)


def _rest(request: Request, said: StockAnswer, quantity: int) -> int:
    """How many of the asked pieces it has later, beside those that are there: "2 hai, ek kal aayega"."""
    lacking = request.quantity - quantity
    if said.later_quantity is not None:
        return min(said.later_quantity, lacking)
    return lacking if said.when is not None else 0
