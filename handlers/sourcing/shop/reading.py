"""What a shop's message says of what it was asked, read in the light of the requests that it may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flows.sourcing.ask import Says
from flows.sourcing.desk.requests import Desk, Request
from handlers.replies.choices import read_choice
from handlers.replies.text import words
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.stock.goods import Goods
from handlers.sourcing.replies.stock.reading import Ask, StockAnswer, StockIntent, StockReading, places_in, read_stock
from handlers.sourcing.replies.stock.reading import Says as Said
from handlers.sourcing.replies.stock.strangers import names_strangers
from handlers.sourcing.shop import numbered
from handlers.sourcing.shop.meant import AtDesk, MeantRequests
from handlers.sourcing.shop.mentioned import Mentioned
from handlers.sourcing.shop.regretted import regretted

SAYS = {Said.YES: Says.YES, Said.NO: Says.NO, Said.PARTIAL: Says.PART, Said.LATER: Says.LATER}
"""What an answer is to the order that asked."""
MOST_CHOICES = 3
"""The answers of a request's menu: yes, no, some."""
_BARE = 4  # words of a no that names nothing
_LARGEST = 99  # beyond it a figure is no number of pieces of one request


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What a message says, and of which requests; ``past`` is what it says of orders that the shop is not asked for
    any more."""

    requests: list[Request]
    reading: StockReading
    past: tuple[StockAnswer, ...] = ()

    @property
    def intent(self) -> StockIntent:
        """What the message does."""
        return self.reading.intent

    @property
    def named(self) -> list[Request]:
        """The requests that it speaks of."""
        return [self.requests[one.ask] for one in self.reading.answers]

    @property
    def certain(self) -> list[tuple[Request, StockAnswer]]:
        """The requests that the message answers clearly enough to act upon, with the answers."""
        return [(self.requests[one.ask], one) for one in self.reading.answers if _is_certain(one)]

    @property
    def postponed(self) -> list[tuple[Request, StockAnswer]]:
        """The open requests that the shop will answer later."""
        said = [(self.requests[one.ask], one) for one in self.reading.answers if one.says is Said.WAIT]
        return [(request, one) for request, one in said if request.open]

    @property
    def untold(self) -> list[tuple[Request, StockAnswer]]:
        """The open requests that it names beside what is certain, and says nothing clear of: "1 haan, 2 pata nahi"."""
        said = [(self.requests[one.ask], one) for one in self.reading.answers if not one.swept and not _is_certain(one)]
        return [(request, one) for request, one in said if request.open and self.certain]

    @property
    def some(self) -> bool:
        """Whether it says of the one thing it speaks of that some is there, and not how many: "3 Some"."""
        said = self.reading.answers
        return len(said) == 1 and said[0].says is Said.PARTIAL and said[0].quantity is None

    @property
    def answers_surely(self) -> bool:
        """Whether the message is an answer, with a certain part."""
        return self.intent is StockIntent.ANSWER and bool(self.certain)


def read(heard: AtDesk, meant: MeantRequests) -> ReadAnswer:
    """The answer and its requests: open requests come before those answered last, and these before kept ones. A bare
    "no" is about the first group; the others are meant by name."""
    if meant.quoted is not None:
        return _read_as(heard, meant.requests, meant.quoted)
    told = _regretted(heard, meant) or _by_places(heard, meant) or _of_others(heard, meant)
    if told is not None:
        return told
    answered = _read_open(heard, meant)
    if heard.talk.mentioned.mentions:
        return answered  # which names what it is about
    unsure = answered.named and not answered.certain and not is_number(heard)
    if unsure and not any(one.open or one in heard.desk.undone for one in answered.named):
        # Nothing is open, and "theek hai" behind our news of an order asks for nothing.
        return ReadAnswer(answered.requests, StockReading((), StockIntent.UNCLEAR))
    if answered.answers_surely or answered.intent is StockIntent.UNDO:
        return answered
    return _as_they_stood(heard, meant.first) or _bare_no(heard, meant.first) or answered


def _of_others(heard: AtDesk, meant: MeantRequests) -> ReadAnswer | None:
    """The answer of a text that names goods of earlier requests alone. Where it cannot be read it is for a person: a
    named product answers for itself, and says nothing of what is open."""
    if not _names_others(heard, meant):
        return None
    wide = _read_as(heard, meant.requests, None)
    if wide.intent is StockIntent.UNDO:
        return wide
    answered = _by_name(heard, meant.requests, meant.first) or _as_they_stood(heard, meant.first)
    return answered or ReadAnswer(meant.first, StockReading((), StockIntent.QUESTION))


def _names_others(heard: AtDesk, meant: MeantRequests) -> bool:
    """Whether it names goods of earlier requests alone, and none that wait for an answer."""
    first, text = meant.first, heard.talk.event.text
    if heard.talk.event.button or heard.talk.mentioned.mentions or not any(one.open for one in first):
        return False
    stood = [other for one in first for other in heard.desk.beside(one)]
    titles = dict.fromkeys(one.item for one in (*meant.requests, *stood))
    asked = {one.item for one in first}
    return len(titles) > len(asked) and names_strangers(text, [Goods("", one, ("",)) for one in titles], asked)


def _regretted(heard: AtDesk, meant: MeantRequests) -> ReadAnswer | None:
    """A no that takes back what was promised last, by its name: it is for that, whatever else is asked."""
    if heard.talk.event.button or heard.talk.mentioned.mentions:
        return None
    found = [replace(one, place=0, menu=False) for one in regretted(heard.talk.event.text, meant.requests)]
    answered = _read_as(heard, found, None) if found else None
    if answered is None or answered.intent is not StockIntent.ANSWER:
        return None
    denied = len(answered.certain) == len(found) and all(said.says is Said.NO for _, said in answered.certain)
    return answered if denied else None


def _by_places(heard: AtDesk, meant: MeantRequests) -> ReadAnswer | None:
    """The answer to one message with a list, by the numbers that stand there, also of what is over by now: "1 yes 2
    no" is told of both. Where the numbers may be those of two lists the shop is asked; see ``numbered.chosen``."""
    if heard.talk.event.button or heard.talk.mentioned.mentions or is_number(heard):
        return None
    text, lists = heard.talk.event.text, numbered.open_lists(heard.desk, meant.requests)
    read = [(one, places_in(text, _asks(heard.desk, one, quoted=True))) for one in lists]
    if not any(places for _, places in read):
        return None
    found = numbered.chosen(read)
    if found is not None:
        return _read_as(heard, found, frozenset())
    waiting = [one for one in meant.requests if one.open]
    return ReadAnswer(waiting, StockReading((), StockIntent.WHICH))


def _bare_no(heard: AtDesk, first: list[Request]) -> ReadAnswer | None:
    """A bare "no" to several requests is one to all that our latest message with open ones asked: it stands above the
    answer, and a shop that answered is not silent. What was asked before that stays open."""
    event, open_ = heard.talk.event, [one for one in first if one.open]
    said = words(event.text)
    if len(open_) < 2 or event.button or len(said) > _BARE or read_yes_no(event.text).answer is not False:
        return None
    if any(word[0].isdigit() for word in said):
        return None
    latest = max(one.round for one in open_)
    theirs = [one for one in open_ if one.round == latest]
    denied = tuple(StockAnswer(ask=place, says=Said.NO) for place in range(len(theirs)))
    return ReadAnswer(theirs, StockReading(denied, StockIntent.ANSWER))


def _read_open(heard: AtDesk, meant: MeantRequests) -> ReadAnswer:
    """The answer of a message that quotes no request, and the requests that the answer is about."""
    requests, first = meant.requests, meant.first
    if heard.talk.mentioned.mentions:
        return _read_named(heard, requests)
    alike = _all_alike(heard, first)
    if alike is not None:
        return alike
    if len(first) == len(requests):
        return _read_as(heard, requests, None)
    by_name = _by_name(heard, requests, first)
    if by_name is not None:
        return by_name
    nearest = _read_as(heard, first, None)
    if nearest.answers_surely:
        return nearest
    wider = _read_as(heard, requests, None)
    return wider if wider.intent is StockIntent.UNDO or wider.answers_surely else nearest


def _read_named(heard: AtDesk, requests: list[Request]) -> ReadAnswer:
    """The answer of a message that names orders: about these, and about what waits for an answer; what was answered
    before and is not named stays as it was."""
    numbers = heard.talk.mentioned.numbers
    theirs = [one for one in requests if one.number in numbers or one.open]
    return _read_as(heard, [one if one.open else replace(one, place=0, menu=False) for one in theirs], None)


def _all_alike(heard: AtDesk, first: list[Request]) -> ReadAnswer | None:
    """ "1 yes 2 yes" where each was asked for in a message of its own: which is which does not matter."""
    if len(first) < 2 or not all(one.open and one.menu for one in first):
        return None
    numbered = [replace(one, place=place, menu=False) for place, one in enumerate(first, 1)]
    reading = _read_as(heard, numbered, frozenset()).reading
    said = {(one.says, one.price) for one in reading.answers}
    whole = len(reading.answers) == len(first) and said <= {(Said.YES, None), (Said.NO, None)}
    counted = any((one.quantity or 0) > first[one.ask].quantity for one in reading.answers)
    return ReadAnswer(first, reading) if whole and len(said) == 1 and not counted else None


def _as_they_stood(heard: AtDesk, first: list[Request]) -> ReadAnswer | None:
    """By the numbers of the message that asked, of which another shop has some by now: "1 no 2 yes"."""
    if len({one.round for one in first if one.open}) != 1:
        return None
    stood = [one for one in heard.desk.beside(first[0]) if one.open or not (one.said or one.kept)]
    answered = _read_as(heard, stood, None)
    return answered if len(stood) > len(first) and answered.answers_surely else None


def _by_name(heard: AtDesk, requests: list[Request], first: list[Request]) -> ReadAnswer | None:
    """An answer about others than the first alone, by another product's name. A size tells nothing: "XL hai" offers
    another size of what they were asked for."""
    titles, keys = {one.item for one in first}, {one.key for one in first}
    others = {one.key for one in requests if one.key not in keys and one.item not in titles}
    if not others:
        return None
    unplaced = [replace(one, place=0, menu=False) for one in requests]
    answered = ReadAnswer(requests, _read_as(heard, unplaced, None).reading)
    named = {request.key for request, _ in answered.certain}
    return answered if answered.answers_surely and named <= others else None


def _read_as(heard: AtDesk, requests: list[Request], quoted: frozenset[int] | None) -> ReadAnswer:
    event = heard.talk.event
    asks = _asks(heard.desk, requests, quoted=quoted is not None)
    if is_number(heard):
        asks = [replace(ask, menu=ask.menu and not _promised(one)) for ask, one in zip(asks, requests, strict=True)]
    orders, known = heard.talk.mentioned, {one.number for one in requests}
    asked = {one.number: one.quantity for one in heard.desk.requests}
    others = [Ask("", "", asked.get(one, 1), orders.name(one)) for one in orders.numbers if one not in known]
    text, asks = orders.named_in(event.text), [*_named(orders, asks), *others]
    reading = read_stock(text, asks, heard.now, heard.zone, quoted=quoted, button=event.button)
    past = tuple(one for one in reading.answers if one.ask >= len(requests))
    answers = tuple(one for one in reading.answers if one.ask < len(requests))
    if is_number(heard):
        answers = tuple(_not_less(one, requests[one.ask]) for one in answers)
    answers = tuple(_swept(answers, requests))
    return ReadAnswer(requests, StockReading(answers, reading.intent), past)


def is_number(heard: AtDesk) -> bool:
    """Whether the message is a figure alone, which may be a choice of a menu and may be a number of pieces."""
    return not heard.talk.event.button and read_choice(heard.talk.event.text, most=_LARGEST) is not None


def _promised(request: Request) -> bool:
    """Whether the shop said of it that it is there, and that stands."""
    return request.stands and request.said != Says.NO


def _not_less(said: StockAnswer, request: Request) -> StockAnswer:
    """The answer of a figure alone: it takes back nothing that was promised, but is asked about."""
    less = said.says not in {Said.YES, Said.UNCLEAR}
    return StockAnswer(said.ask, Said.UNCLEAR) if less and _promised(request) else said


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


def _named(orders: Mentioned, asks: list[Ask]) -> list[Ask]:
    """The requests by the names that their orders have in the text that is read."""
    return [replace(one, order=orders.name(one.order)) for one in asks]


def _asks(desk: Desk, requests: list[Request], *, quoted: bool) -> list[Ask]:
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


def _is_certain(said: StockAnswer) -> bool:
    """Whether it can be acted upon: "some" without a number cannot, and is asked about."""
    return said.says in SAYS and not (said.says is Said.PARTIAL and said.quantity is None)
