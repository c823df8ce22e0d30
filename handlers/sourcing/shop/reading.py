"""What a shop's message says of what it was asked, read in the light of the requests that it may mean."""

from __future__ import annotations

from dataclasses import replace

from flows.sourcing.desk.requests import Request
from handlers.replies.text import words
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.stock.exact_reply import is_exact
from handlers.sourcing.replies.stock.goods import Goods
from handlers.sourcing.replies.stock.reading import Says as Said
from handlers.sourcing.replies.stock.reading import StockAnswer, StockIntent, StockReading, answers_in_a_row, places_in
from handlers.sourcing.replies.stock.strangers import names_strangers
from handlers.sourcing.shop import numbered
from handlers.sourcing.shop.agreeing import agreeing, of_named
from handlers.sourcing.shop.meant import AtDesk, MeantRequests
from handlers.sourcing.shop.read_answer import ReadAnswer
from handlers.sourcing.shop.read_as import asks_of, is_number, read_as
from handlers.sourcing.shop.regretted import is_named, regretted

_BARE = 4  # words of a no that names nothing


def read(heard: AtDesk, meant: MeantRequests) -> ReadAnswer:
    """The answer and its requests: open requests come before those answered last, and these before kept ones. A bare
    "no" is about the first group; the others are meant by name."""
    if meant.quoted is not None:
        return read_as(heard, meant.requests, meant.quoted)
    told = _regretted(heard, meant) or _by_places(heard, meant)
    if told is not None:
        return told
    agree = agreeing(heard, meant)
    if isinstance(agree, ReadAnswer):
        return agree
    return of_named(heard, agree, _of_others(heard, agree) or _of_first(heard, agree))


def _of_first(heard: AtDesk, meant: MeantRequests) -> ReadAnswer:
    """The answer to what waits for one, or of what was answered last."""
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
    wide = read_as(heard, meant.requests, None)
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
    """A no that takes back what was promised last: it is for that, whatever else is asked."""
    if heard.talk.event.button or heard.talk.mentioned.mentions:
        return None
    found = [replace(one, place=0, menu=False) for one in regretted(heard.talk.event.text, meant.requests, heard.now)]
    answered = read_as(heard, found, None) if found else None
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
    read = [(one, places_in(text, asks_of(heard.desk, one, quoted=True))) for one in lists]
    said = frozenset[int]().union(*(places for _, places in read))
    named = any(is_named(text, one) for one in meant.requests)
    if not named and numbered.goes_beyond(text, heard.desk, lists):
        return _which(meant.requests)
    if not said or (named and len(said) == 1):
        return None  # a figure beside named goods counts these
    found = None if named else numbered.chosen(read)
    return read_as(heard, found, frozenset()) if found is not None else _which(meant.requests)


def _which(requests: list[Request]) -> ReadAnswer:
    """What waits for an answer, of which it cannot be told which is meant."""
    return ReadAnswer([one for one in requests if one.open], StockReading((), StockIntent.WHICH))


def _bare_no(heard: AtDesk, first: list[Request]) -> ReadAnswer | None:
    """A bare "no" to several requests is one to all that our latest message with open ones asked: it stands above the
    answer, and a shop that answered is not silent. What was asked before that stays open."""
    event, open_ = heard.talk.event, [one for one in first if one.open]
    said = words(event.text)
    if len(open_) < 2 or event.button or len(said) > _BARE or read_yes_no(event.text).answer is not False:
        return None
    if any(word[0].isdigit() for word in said):
        return None
    row = answers_in_a_row(event.text, asks_of(heard.desk, first, quoted=False))
    if row and any(read_yes_no(word).answer for word in said):
        return None  # "no no yes" is more than a no
    latest = max(one.round for one in open_)
    theirs = [one for one in open_ if one.round == latest]
    denied = tuple(StockAnswer(ask=place, says=Said.NO) for place in range(len(theirs)))
    reading = StockReading(denied, StockIntent.ANSWER)
    exact = is_exact(event.text, asks_of(heard.desk, theirs, quoted=False), reading)
    return ReadAnswer(theirs, reading, exact=exact)


def _read_open(heard: AtDesk, meant: MeantRequests) -> ReadAnswer:
    """The answer of a message that quotes no request, and the requests that the answer is about."""
    requests, first = meant.requests, meant.first
    if heard.talk.mentioned.mentions:
        return _read_named(heard, requests)
    alike = _all_alike(heard, first)
    if alike is not None:
        return alike
    row = not heard.talk.event.button and answers_in_a_row(
        heard.talk.event.text, asks_of(heard.desk, first, quoted=False)
    )
    if row and numbered.of_several([one for one in first if one.open]):
        return _which(first)
    if row or len(first) == len(requests):
        return read_as(heard, first if row else requests, None)
    by_name = _by_name(heard, requests, first) or _by_names(heard, requests, first)
    if by_name is not None:
        return by_name
    nearest = read_as(heard, first, None)
    if nearest.answers_surely:
        return nearest
    wider = read_as(heard, requests, None)
    return wider if wider.intent is StockIntent.UNDO or wider.answers_surely else nearest


def _read_named(heard: AtDesk, requests: list[Request]) -> ReadAnswer:
    """The answer of a message that names orders: about these, and about what waits for an answer; what was answered
    before and is not named stays as it was."""
    numbers = heard.talk.mentioned.numbers
    theirs = [one for one in requests if one.number in numbers or one.open]
    return read_as(heard, [one if one.open else replace(one, place=0, menu=False) for one in theirs], None)


def _all_alike(heard: AtDesk, first: list[Request]) -> ReadAnswer | None:
    """ "1 yes 2 yes" where each was asked for in a message of its own: which is which does not matter."""
    if len(first) < 2 or not all(one.open and one.menu for one in first):
        return None
    numbered = [replace(one, place=place, menu=False) for place, one in enumerate(first, 1)]
    answered = read_as(heard, numbered, frozenset())
    reading = answered.reading
    said = {(one.says, one.price) for one in reading.answers}
    whole = len(reading.answers) == len(first) and said <= {(Said.YES, None), (Said.NO, None)}
    counted = any((one.quantity or 0) > first[one.ask].quantity for one in reading.answers)
    return replace(answered, requests=first) if whole and len(said) == 1 and not counted else None


def _as_they_stood(heard: AtDesk, first: list[Request]) -> ReadAnswer | None:
    """By the numbers of the message that asked, of which another shop has some by now: "1 no 2 yes"."""
    if len({one.round for one in first if one.open}) != 1:
        return None
    stood = [one for one in heard.desk.beside(first[0]) if one.open or not (one.said or one.kept)]
    answered = read_as(heard, stood, None)
    return answered if len(stood) > len(first) and answered.answers_surely else None


def _by_name(heard: AtDesk, requests: list[Request], first: list[Request]) -> ReadAnswer | None:
    """An answer about others than the first alone, by another product's name. A size tells nothing: "XL hai" offers
    another size of what they were asked for."""
    titles, keys = {one.item for one in first}, {one.key for one in first}
    others = {one.key for one in requests if one.key not in keys and one.item not in titles}
    if not others:
        return None
    unplaced = [replace(one, place=0, menu=False) for one in requests]
    answered = replace(read_as(heard, unplaced, None), requests=requests, past=())
    named = {request.key for request, _ in answered.certain}
    return answered if answered.answers_surely and named <= others else None


def _by_names(heard: AtDesk, requests: list[Request], first: list[Request]) -> ReadAnswer | None:
    """An answer that names goods of the first requests and of earlier ones: "shorts 2 hai, elephant nahi hai" answers
    what is open and corrects what was said before it."""
    if heard.talk.event.button:
        return None
    titles, keys = {one.item for one in first}, {one.key for one in first}
    named = [one for one in requests if is_named(heard.talk.event.text, one)]
    others = {one.key for one in named if one.key not in keys and one.item not in titles}
    if not others or not any(one.key in keys for one in named):
        return None
    unplaced = [replace(one, place=0, menu=False) for one in named]
    answered = replace(read_as(heard, unplaced, None), requests=named, past=())
    told = {request.key for request, _ in answered.certain}
    return answered if answered.answers_surely and told & others and told & keys else None
