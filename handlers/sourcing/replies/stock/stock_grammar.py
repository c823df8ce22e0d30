"""The small grammar of a shop's reply: signs, numbers, sizes and goods of the requests, and nothing else.

A wrong yes sells goods that no shop has. So the grammar parses every word or nothing: after one unknown word, Parley
asks the shop again with buttons.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from handlers.replies.courtesies import is_courtesy
from handlers.replies.moment_phrases import find_moment, is_nothing_but_a_moment, read_moment
from handlers.replies.text_normalisation import normalise
from handlers.sourcing.replies.quantities import find_numbers, split
from handlers.sourcing.replies.stock.reply_words import MARKS, ReplyToken, encode_tokens, read_tokens
from handlers.sourcing.replies.stock.stock_answers import ShopRequest, ShopSays, StockAnswer, StockIntent, StockReading
from handlers.sourcing.replies.stock.stock_reply_entries import Entry, split_entries

_LONGEST = 300  # characters; a longer text is no exact reply
_MOST = 99  # pieces of one request
_CHOICES = (ShopSays.YES, ShopSays.NO, ShopSays.PARTIAL)  # of "1 Yes 2 No 3 Some"
_NOUGHT = StockReading((), StockIntent.UNCLEAR)

_ALL_THERE = re.compile(r"[YT]+(?:,[YT]+)*|[YTO]*[AB][YTO]*|C?R[AYTO]*[YT][AYTO]*")
_NONE_THERE = re.compile(r"n[n,]*|n*,*m+|n*,*(?:mT|Tm)T?|n*,*T*x+T*|(?:[nm],)?n?A?T?g+T?|AO?[gx]|B(?:m|mT|Tm|n)")
_BARE_NO = re.compile(r"n[n,]*|m+|mT|Tm|T*x+T*|A[gx]T?|Bm|BmT|BTm")  # a no to several requests
_BARE = re.compile(r"[nmTx,]+")  # names neither a request nor all of them
_SOME_THERE = re.compile(r"[YTO]*S[YTO]*")
_COUNT = re.compile(r"[Y,]*[TO]*N[YTO,]*")
_FEWER_NOT = re.compile(r"N[TO]*[mn]T?[,C]*N[YTO]*")  # "3 nahi 2 hai"
_SOME_NOT = re.compile(r"NT[,C]*N[mn]T?")  # "2 hai 1 nahi"
_LESS = re.compile(r"N?NLT?[,C]*[RAYTO]*")  # "4 me se 1 kam hai", "one short otherwise yes"
_LATER = re.compile(r"[TOV]*[KV][TOKV]*")
_WAITS = re.compile(r"[WO,]*W[WO,]*")
_NO_COUNT = re.compile(r"(?<![^\s(])[-−]\d|\d\s?/\s?\d")  # "-5" and "2/2" count nothing
_TIMED = re.compile(r"(?<!\w)(?:by|at|till|until|on) \d|\d tak(?!\w)", re.IGNORECASE)  # an hour or a day
_UNDOES = re.compile(r"[n,]*U[U,T]*")


def read_stock(
    text: str,
    asks: Sequence[ShopRequest],
    now: datetime,
    zone: ZoneInfo,
    *,
    first: Collection[int] | None = None,
    together: bool = True,
) -> StockReading:
    """Parse a reply into answers to these requests; the reading is unclear if a word is not understood.

    ``first`` are the indexes of the requests that a reply with no name is about, None for all; ``together`` if one
    message asked for them. ``now`` is aware; times are read in ``zone``.
    """
    meant = frozenset(range(len(asks)) if first is None else first)
    if not asks or not meant or "?" in text or len(text) > _LONGEST or _NO_COUNT.search(text):
        return _NOUGHT
    figure = _figure(text, asks, meant)
    if figure is not None:
        return figure
    tokens = None if _TIMED.search(text) else read_tokens(text, asks)
    if tokens is None:
        return _read_moment(text, asks, meant, now, zone)
    tokens = _strip_choice(tokens, asks, meant)
    if _UNDOES.fullmatch(encode_tokens(tokens)):
        return _make_undo(tokens, asks, meant)
    entries = list(split_entries(tokens, asks))
    nameless = len(entries) == 1 and entries[0].places is None and _BARE.fullmatch(encode_tokens(tokens))
    if not together and len(meant) > 1 and nameless:
        return _NOUGHT
    answers, told = list[StockAnswer](), set[int]()
    for entry in entries:
        answers += _answers(entry, asks, meant - told if entry.swept else meant, len(entries))
        told = {one.ask for one in answers}
    if any(one.says is ShopSays.UNCLEAR for one in answers) or len(told) < len(answers) or not answers:
        return _NOUGHT
    return StockReading(tuple(answers), StockIntent.ANSWER)


def is_undo(text: str) -> bool:
    """Return True if the text takes back the last statement and names nothing."""
    tokens = read_tokens(text[:_LONGEST], ())
    return bool(tokens) and _UNDOES.fullmatch(encode_tokens(tokens or ())) is not None


def _figure(text: str, asks: Sequence[ShopRequest], meant: Collection[int]) -> StockReading | None:
    """Parse a lone number; unclear if it may be both a menu choice and a count. Return None for other texts."""
    said = [word for word in split(normalise(text)) if word not in MARKS and not is_courtesy(word)]
    numbers = find_numbers(said)
    if len(numbers) != 1 or numbers[0].end - numbers[0].start < len(said) or numbers[0].value.denominator != 1:
        return None
    if len(meant) != 1:
        return _NOUGHT
    (place,) = meant
    ask, value = asks[place], int(numbers[0].value)
    unclear = StockReading((StockAnswer(place, ShopSays.UNCLEAR),), StockIntent.UNCLEAR)
    if ask.figured or value > _MOST:
        return unclear
    if not ask.menu or value > len(_CHOICES) or not value:
        more = _may_be_size(ask) and value > ask.quantity
        return unclear if more or (ask.menu and value not in {0, ask.quantity}) else _make_count(place, ask, value)
    if value <= ask.quantity and ask.quantity > 1:
        return unclear
    says = _CHOICES[value - 1]
    return _reading(StockAnswer(place, says, {ShopSays.YES: ask.quantity, ShopSays.NO: 0}.get(says)))


def _may_be_size(ask: ShopRequest) -> bool:
    """Return True if a number above the requested quantity may be a size or a measure."""
    return bool(ask.size) or any(letter.isdigit() for letter in ask.item)


def _reading(*answers: StockAnswer) -> StockReading:
    return StockReading(answers, StockIntent.ANSWER)


def _make_count(place: int, ask: ShopRequest, many: int) -> StockReading:
    return _reading(_make_count_answer(place, ask, many))


def _make_count_answer(place: int, ask: ShopRequest, many: int) -> StockAnswer:
    says = ShopSays.NO if many == 0 else ShopSays.YES if many >= ask.quantity else ShopSays.PARTIAL
    return StockAnswer(place, says, many)


def _strip_choice(tokens: list[ReplyToken], asks: Sequence[ShopRequest], meant: Collection[int]) -> list[ReplyToken]:
    """Remove the number from a typed button label: "1 Yes"."""
    menu = len(meant) == 1 and asks[min(meant)].menu and len(tokens) == 2 and tokens[0].sign == "N"
    choice = tokens[0].value if menu else None
    return tokens[1:] if choice and tokens[1].sign in {1: "Y", 2: "nm", 3: "S"}.get(int(choice), "") else tokens


def _answers(entry: Entry, asks: Sequence[ShopRequest], meant: Collection[int], entries: int) -> Iterator[StockAnswer]:
    """Yield the answers in one entry; an unclear answer if its content or its request is unclear."""
    letters = encode_tokens(entry.tokens).strip(",")
    places = entry.places if entry.places is not None else frozenset(meant)
    if entry.places is not None and len(places) > 1:
        places = places & frozenset(meant) or places
    bare = entry.places is None and not entry.swept
    if bare and len(places) > 1 and not _is_of_all(letters, entry, places, entries):
        places = frozenset()
    if not places or (len(places) > 1 and not (bare or entry.swept)):
        yield StockAnswer(min(meant), ShopSays.UNCLEAR)
        return
    listed = entry.numbered and (letters == "N" or (entries == 1 and re.fullmatch("[TO]+|N[YTO]+", letters)))
    if listed:  # "1 2", or "2 hai" of a list: two pieces, or the second
        yield StockAnswer(min(places), ShopSays.UNCLEAR)
        return
    if len(places) > 1:  # both of two requests, and not of two pieces
        entry.tokens, letters = [one for one in entry.tokens if one.sign != "B"], letters.replace("B", "A")
    for place in sorted(places):
        answer = _answer(place, asks[place], letters, entry.tokens)
        more = not entry.sized and (answer.quantity or 0) > asks[place].quantity
        may_be_size = more and (_may_be_size(asks[place]) or len(asks) > 1)
        yield StockAnswer(place, ShopSays.UNCLEAR) if may_be_size else answer


def _is_of_all(letters: str, entry: Entry, places: Collection[int], entries: int) -> bool:
    """Return True if a reply with no name answers several requests: "sab hai", "nahi", "none", "later"."""
    if entries > 1:
        return False
    if "B" in letters and len(places) != next(one.value for one in entry.tokens if one.sign == "B"):
        return False
    whole = "A" in letters or "B" in letters
    return bool((whole and _ALL_THERE.fullmatch(letters)) or _BARE_NO.fullmatch(letters) or _WAITS.fullmatch(letters))


def _answer(place: int, ask: ShopRequest, letters: str, tokens: Sequence[ReplyToken]) -> StockAnswer:
    """Interpret these signs as the answer to one request."""
    numbers = [one.value for one in tokens if one.sign == "N" and one.value is not None]
    both = next((one.value for one in tokens if one.sign == "B"), None)
    if _ALL_THERE.fullmatch(letters) and both in {None, ask.quantity}:
        return StockAnswer(place, ShopSays.YES, ask.quantity)
    if _NONE_THERE.fullmatch(letters):
        return StockAnswer(place, ShopSays.NO, 0)
    if _SOME_THERE.fullmatch(letters):
        return StockAnswer(place, ShopSays.PARTIAL)
    if _WAITS.fullmatch(letters):
        return StockAnswer(place, ShopSays.WAIT)
    many = _count_available(letters, numbers, ask) if numbers else None
    if many is None or many.denominator != 1 or not 0 <= many <= _MOST:
        return StockAnswer(place, ShopSays.UNCLEAR)
    return _make_count_answer(place, ask, int(many))


def _count_available(letters: str, numbers: Sequence[Fraction], ask: ShopRequest) -> Fraction | None:
    """Return the number of available pieces by these signs and numbers; None if it is unclear."""
    whole, first, last = ask.quantity, numbers[0], numbers[-1]
    if len(numbers) == 1 and _COUNT.fullmatch(letters):
        return first * whole if 0 < first < 1 else first
    if len(numbers) == 2 and first == last == whole and _COUNT.fullmatch(letters.replace("NN", "N")):
        return first
    if len(numbers) == 2 and _FEWER_NOT.fullmatch(letters) and last < first == whole:
        return last
    if len(numbers) == 2 and _SOME_NOT.fullmatch(letters) and first + last == whole:
        return first
    if _LESS.fullmatch(letters) and 0 < last < whole and (len(numbers) == 1 or first == whole):
        return whole - last
    return None


def _make_undo(tokens: Sequence[ReplyToken], asks: Sequence[ShopRequest], meant: Collection[int]) -> StockReading:
    named = [one.places for one in tokens if one.places]
    places = frozenset.intersection(*named) if named else frozenset()
    return StockReading(tuple(StockAnswer(one, ShopSays.UNCLEAR) for one in sorted(places)), StockIntent.UNDO)


def _read_moment(
    text: str, asks: Sequence[ShopRequest], meant: Collection[int], now: datetime, zone: ZoneInfo
) -> StockReading:
    """Parse a text with a time and words about arriving or waiting: "kal aayega"."""
    named, moment = find_moment(text), read_moment(text, now, zone)
    if named is None or moment is None or not is_nothing_but_a_moment(named):
        return _NOUGHT
    tokens = read_tokens(normalise(text).replace(named, " ", 1), asks)
    names = [one.places for one in tokens or () if one.places]
    places = frozenset.intersection(*names) if names else frozenset(meant)
    if tokens is None or len(places) != 1:
        return _NOUGHT
    letters, (place,) = encode_tokens(tokens), places
    if _LATER.fullmatch("".join(one.sign for one in tokens if one.sign != "I")):
        return _reading(StockAnswer(place, ShopSays.LATER, when=moment.at))
    return _reading(StockAnswer(place, ShopSays.WAIT, when=moment.at)) if _WAITS.fullmatch(letters or "W") else _NOUGHT
