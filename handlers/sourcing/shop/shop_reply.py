"""A shopkeeper's message as an answer to the shop's requests, or as a question for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flows.sourcing.desk.desk_events import AskedBack, Assured, Postponed, ShopAnswer, ShopReplied, Undone
from flows.sourcing.desk.desk_requests import Request
from flows.sourcing.desk.takeback_doubts import LISTED, TAKES_BACK, takes_paid
from flows.sourcing.shop_ask import Says
from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.numbered_choices import read_choice, read_sure
from handlers.replies.text_normalisation import split_tokens
from handlers.sourcing.replies.stock.reply_words import read_chosen
from handlers.sourcing.replies.stock.stock_answers import ShopRequest, StockAnswer, StockIntent, StockReading
from handlers.sourcing.replies.stock.stock_answers import ShopSays as Said
from handlers.sourcing.replies.stock.stock_grammar import read_stock
from handlers.sourcing.shop.shop_request_match import AtDesk, MeantRequests, find_meant
from storage.events.open_questions import QuestionRecord

_SAYS = {Said.YES: Says.YES, Said.NO: Says.NO, Said.PARTIAL: Says.PART, Said.LATER: Says.LATER}
_LARGEST = 99  # a larger figure is no number of pieces of one request
_PAID_CHOICES = (1, 2)  # the choices of whether to take back a paid item
DeskEvent: TypeAlias = ShopReplied | Undone | Assured | AskedBack


@dataclass(frozen=True, slots=True)
class ShopReply:
    """The ``event`` for the desk; None if a person has to answer.

    ``past`` are orders in the text with no open request; if it names only these, no person has to answer. It
    ``corrects`` an earlier answer about them: some or all pieces are not there.
    """

    event: DeskEvent | None
    past: tuple[str, ...] = ()
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A parsed message: the ``requests`` that its answers name, and its answers about ``past`` orders."""

    requests: Sequence[Request]
    answers: tuple[StockAnswer, ...]
    intent: StockIntent
    past: tuple[StockAnswer, ...]

    @property
    def some(self) -> list[Request]:
        """Return the requests that were answered with "some pieces" but with no number."""
        return [self.requests[one.ask] for one in self.answers if one.says is Said.PARTIAL and one.quantity is None]


def make_reply(heard: AtDesk) -> ShopReply | None:
    """Make the reply of a message; None if it answers no request of the shop."""
    sure = read_assurance(heard)
    if sure is not None:
        return ShopReply(sure)
    asked = find_meant(heard)
    if not asked.requests and not heard.talk.mentioned.mentions:
        return None
    read, numbers = _read(heard, asked), heard.talk.mentioned.numbers
    past = tuple(one for one in numbers if one not in {request.number for request in asked.requests})
    if read.intent is StockIntent.UNCLEAR or _is_bare_yes_to_a_count(heard, read) or _shrinks_by_a_yes(heard, read):
        return _ask_unclear(heard, asked, past)
    if past and not read.answers:
        less = read.intent is StockIntent.UNDO or any(one.says in {Said.NO, Said.PARTIAL} for one in read.past)
        return ShopReply(None, past, corrects=less)
    return ShopReply(_event(heard, read), past)


def answers_exactly(heard: AtDesk) -> list[Request]:
    """Return the requests that the message answers, using only words of the grammar."""
    asked = find_meant(heard)
    read = _read(heard, asked)
    return [read.requests[one.ask] for one in read.answers] if read.intent is StockIntent.ANSWER else []


def _read(heard: AtDesk, asked: MeantRequests) -> _Read:
    """Parse a message by the grammar; past orders count as requests with no known goods."""
    orders, event, requests = heard.talk.mentioned, heard.talk.event, asked.requests
    known = {one.number for one in requests}
    asked_for = {one.number: one.quantity for one in heard.desk.requests}
    over = [ShopRequest("", "", asked_for.get(one, 1), orders.name(one)) for one in orders.numbers if one not in known]
    asks = [*asked.asks([orders.name(one.number) for one in requests]), *over]
    text = event.button or orders.replace_names(event.text)
    first = asked.places or range(len(asks))
    reading = read_stock(text, asks, heard.now, heard.zone, first=first, together=asked.together)
    if event.media and not event.text.strip():
        reading = StockReading((), StockIntent.UNCLEAR)
    answers, past = (
        tuple(one for one in reading.answers if (one.ask < len(requests)) is theirs) for theirs in (True, False)
    )
    return _Read(requests, answers, reading.intent, past)


def _is_bare_yes_to_a_count(heard: AtDesk, read: _Read) -> bool:
    """Return True for a yes with no number after "how many?", or after a smaller number from the shop."""
    if any(map(str.isdigit, heard.talk.event.text)):
        return False
    full = [read.requests[one.ask] for one in read.answers if one.says is Said.YES]
    counts = heard.talk.question is not None and bool(heard.talk.question.data.get("how_many"))
    return any(counts or (one.stands and one.said == Says.PART) for one in full)


def _shrinks_by_a_yes(heard: AtDesk, read: _Read) -> bool:
    """Return True for a yes whose number would reduce an earlier answer: "1 yes" may mean the first line."""
    text = heard.talk.event.text
    rest = " ".join(word for word in text.split() if not word.strip(".,:)").isdecimal())
    stands = any(
        read.requests[one.ask].stands and one.quantity is not None and one.quantity < read.requests[one.ask].quantity
        for one in read.answers
    )
    return stands and rest != text.strip() and read_exact_answer(rest) is True


def _ask_unclear(heard: AtDesk, asked: MeantRequests, past: tuple[str, ...]) -> ShopReply | None:
    """Ask again after an unclear answer; a second unclear answer and a question go to a person."""
    if past:
        return ShopReply(None, past if "?" not in heard.talk.event.text else ())
    numbers = heard.talk.mentioned.numbers
    about = [one for one in asked.open if not numbers or one.number in numbers]
    figure = 0 if heard.talk.event.button else read_choice(heard.talk.event.text, most=_LARGEST) or 0
    if not about and (figure or numbers or heard.desk.undone):
        about = [one for one in asked.requests if one.key in asked.first and (one.stands or one.undone)]
        about = [one for one in about if not numbers or one.number in numbers]
    if not about:
        return ShopReply(None) if numbers else None
    if "?" in heard.talk.event.text or heard.talk.event.media or heard.asked_back:
        return ShopReply(None)
    many = about[0].quantity if len(about) == 1 else 0
    some = 0 < figure < many or (bool(figure) and not about[0].open)
    keys = tuple(one.key for one in about)
    return ShopReply(AskedBack(keys, heard.talk.message.id, some=some, figure=0 < figure == many))


def _event(heard: AtDesk, read: _Read) -> DeskEvent:
    message, about = heard.talk.message.id, [read.requests[one.ask] for one in read.answers]
    if read.intent is StockIntent.UNDO:
        return _make_undo(heard, about)
    if read.some:
        return AskedBack(tuple(one.key for one in read.some), message, some=True)
    waits = [one for one in read.answers if one.says is Said.WAIT and read.requests[one.ask].open]
    until = max((one.when for one in waits if one.when is not None), default=None)
    later = Postponed(tuple(read.requests[one.ask].key for one in waits), until) if waits else None
    told = tuple(_answer(read.requests[one.ask], one) for one in read.answers if one.says in _SAYS)
    return ShopReplied(told, message, later)


def _make_undo(heard: AtDesk, about: Sequence[Request]) -> DeskEvent:
    """Make the event that takes the shop's answer back. "Not there after all" about unpromised goods is a no."""
    question = heard.talk.question
    if not about and heard.talk.event.button and question is not None:
        asked = find_meant(heard)
        about = [one for one in asked.requests if one.key in asked.first and one.stands]
    denied = tuple(ShopAnswer(one.order, one.line, Says.NO.value) for one in about if one.open)
    if denied and len(denied) == len(about):
        return ShopReplied(denied, heard.talk.message.id)
    return Undone(tuple(one.key for one in about), heard.talk.message.id)


def _answer(request: Request, said: StockAnswer) -> ShopAnswer:
    says = _SAYS[said.says]
    quantity = said.quantity if said.quantity is not None else (request.quantity if says is not Says.NO else 0)
    ready_at = said.when if says is Says.LATER else None
    return ShopAnswer(request.order, request.line, says.value, quantity, ready_at)


def read_assurance(heard: AtDesk) -> Assured | None:
    """Return which of the doubted requests the shop takes back; None if the message answers something else.

    Of several requests it chooses only by number: "1 yes 2 no" may answer an earlier question.
    """
    talk, desk, question = heard.talk, heard.desk, heard.talk.question
    if question is None or question.expects != TAKES_BACK or not desk.doubted or talk.event.media:
        return None
    if not _is_listed(heard, question):
        figures = () if talk.event.button else (int(one) for one in split_tokens(talk.event.text) if one.isdecimal())
        if any(one not in _PAID_CHOICES for one in figures):
            return None  # "6 si" answers a list with a sixth
        sure = read_sure(talk.event.text, talk.event.button)
        places = tuple(range(len(desk.doubted) if sure else 0))
        return None if sure is None else Assured(sure, talk.message.id, places)
    found = [desk.find(one.order, one.line) for one in desk.doubted]
    numbers = [one.number if one else "" for one in found]
    chosen = read_chosen(talk.event.button or talk.event.text, numbers)
    return None if chosen is None else Assured(bool(chosen), talk.message.id, tuple(sorted(chosen)), listed=True)


def _is_listed(heard: AtDesk, question: QuestionRecord) -> bool:
    """Return True if the doubted requests were shown as a numbered list."""
    doubted = heard.desk.doubted
    return bool(question.data.get(LISTED)) or not (
        len(doubted) == 1 or all(takes_paid(heard.desk, one) for one in doubted)
    )
