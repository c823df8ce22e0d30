"""What the parts of an answer come to: which say that the goods are there, which that they are not, which neither."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.colours import COLOURS
from handlers.sourcing.replies.stock.doubts import find_doubt, find_other_goods
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.signs import AGREEING, NO_MORE, SOUND, THERE
from handlers.sourcing.replies.stock.strangers import count_risky
from handlers.sourcing.replies.stock.values import Ask

# Parts of these classes alone leave a bare yes beside them as it is.
_SAYING_NOTHING = frozenset(
    {
        "dress", "deed", "price", "thanks", "phone", "order_word", "reference", "and", "now", "mein", "ka", "stock",
        "item", "@", "whole", "asked_size", "size_word",
    }
)  # fmt: skip
_COLOURS = frozenset(normalise(name) for names in COLOURS for name in names)
_LISTED = read_sets("sourcing:stock/signs")
_UNTIL = _LISTED["until"]
_BEFORE = _LISTED["before"]
_OUTRIGHT = THERE - {"send", "come", "offer"}
_THEY = _LISTED["they"]
_EVEN = _LISTED["even"]


@dataclass(slots=True)
class PartsHeard:
    """The parts' meanings, gathered before the judgement."""

    there: list[Part] = field(default_factory=list)  # says of what was asked that it is there, or how many
    agreed: list[Part] = field(default_factory=list)  # a bare yes
    denied: list[Part] = field(default_factory=list)  # says that it is not there
    declined: list[Part] = field(default_factory=list)  # a bare no
    elsewhere: list[Part] = field(default_factory=list)  # another size or colour is there
    offered: list[Part] = field(default_factory=list)  # asks whether another size or colour will do
    later: list[Part] = field(default_factory=list)
    rest: list[Part] = field(default_factory=list)  # what is said of the pieces beyond those that are there
    had: list[Part] = field(default_factory=list)  # how many there were
    sold: list[Part] = field(default_factory=list)  # how many of them went
    short: list[Part] = field(default_factory=list)  # how many are missing of what was asked for
    damaged: list[Part] = field(default_factory=list)  # pieces of those that are there and that are no good
    doubted: bool = False
    asked: bool = False
    unread: int = 0  # parts that say something which is not understood
    unknown: int = 0
    risky: int = 0  # of the unknown words: those that may turn a yes into something else
    words: int = 0


def hear(parts: Sequence[Part], ask: Ask) -> PartsHeard:
    """What these parts say to this request."""
    heard = PartsHeard()
    for place, part in enumerate(parts):
        if part.asks:
            heard.asked = True
            heard.offered += [part] if part.has("size", "colour", "similar") else []
            continue
        if part.bits[0].text in _THEY and any(one.has("yonder") for one in parts[:place]):
            continue  # "try next door, they have it"
        other_goods = find_other_goods(parts, place)
        if other_goods is not None:
            heard.doubted = heard.doubted or other_goods
            continue
        heard.words += sum(name != "dress" for name in part.names)
        heard.unknown += part.unknown
        heard.risky += count_risky(part.bits, agreed=_agrees(parts[: place + 1]), opposed=part.opposed)
        doubt = find_doubt(parts, place)
        if doubt is None:
            _sort(heard, part, ask)
        else:
            heard.doubted = heard.doubted or doubt
            if part.has("flaw") and part.has("number", "another") and not _are_sound(heard.there):
                heard.damaged.append(part)
    if any(part.has("lacking") for part in heard.denied):
        heard.there = [
            part for part in heard.there if part.has(*_OUTRIGHT) or not part.has("send", "come")
        ]  # "I'd give it, if I had it"
    return heard


def _agrees(parts: Sequence[Part]) -> bool:
    """Whether the answer opens with a yes, and speaks of no time that is over."""
    opening = (bit.name for bit in parts[0].bits if bit.name not in ("dress", "thanks"))
    return next(opening, "") in AGREEING and not any(part.has("was", "past") for part in parts)


def _are_sound(parts: Sequence[Part]) -> bool:
    """Whether the pieces that are there were called good: then those that are not are others."""
    return any(any(bit.name == "ok" or bit.text in SOUND for bit in _behind_number(part)) for part in parts)


def _behind_number(part: Part) -> Sequence[Bit]:
    return part.bits[part.names.index("number") :] if part.has("number") else ()


def _sort(heard: PartsHeard, part: Part, ask: Ask) -> None:
    """Sort a part under another thing, none, the rest or fewer; else by its sign."""
    if _is_of_another(part, ask):
        if part.sign >= 0:
            heard.elsewhere.append(part)
    elif part.has("lacking") or (_is_past(part) and _is_until(part)):
        heard.denied.append(part)
    elif part.has("yonder") and not part.has("time", "future", "send", "come"):
        if part.sign < 0 or not part.has("and"):
            heard.denied.append(part)
    elif part.has("rest", "another"):
        heard.rest.append(part)
        if part.sign >= 0 and part.has("time", "future"):
            heard.later.append(part)
    elif part.has("short") and part.quantity is not None and not part.has("send", "have"):  # "can give 3, no more left"
        heard.short.append(part)
    else:
        _sort_by_sign(heard, part, ask)


def _sort_by_sign(heard: PartsHeard, part: Part, ask: Ask) -> None:
    """Sort a part under later, denied, agreed or there; else under what was had, or is not understood."""
    lapsed = _is_past(part) or (part.sign < 0 and not _comes_back(part) and not _is_until(part))
    if part.has("time", "future") and not lapsed and not _is_last_hour(heard, part):
        heard.later.append(part)
    elif part.sign < 0:
        _sort_denial(heard, part, ask)
    elif part.sign > 0 and part.is_bare:
        heard.agreed.append(part)
    elif part.sign > 0:
        heard.there.append(part)
    elif part.has("price_said"):
        heard.agreed.append(part)
    elif part.has("was") and part.quantity is not None:
        heard.had.append(part)
    elif not _SAYING_NOTHING.issuperset(part.names):
        heard.unread += 1


def _is_past(part: Part) -> bool:
    """ "It was there till morning" names no time to come."""
    return part.has("was") and not part.has("future")


def _is_of_another(part: Part, ask: Ask) -> bool:
    """Whether it speaks of another size, colour or design: "XL hai", "in L only green"."""
    if part.has("colour") and not part.has("item") and _names_a_colour(ask.item):
        return True
    return part.has("size", "colour", "similar") and not part.has("asked_size")


@lru_cache(maxsize=1024)
def _names_a_colour(item: str) -> bool:
    return not _COLOURS.isdisjoint(words(item))


def _comes_back(part: Part) -> bool:
    """ "Khatam, kal aayega" in one breath: gone now and coming; "no more coming" is neither."""
    ended = any(bit.text in NO_MORE for bit in part.bits)
    return part.has("gone") and part.has("future") and not part.has("neg", "no") and not ended


def _is_until(part: Part) -> bool:
    """ "Not available till Sunday": from then on it is."""
    return any(
        bit.text in _UNTIL
        or (bit.name == "time" and not _UNTIL.isdisjoint((bit.text.split()[0], bit.text.split()[-1])))
        for bit in part.bits
    )


def _is_last_hour(heard: PartsHeard, part: Part) -> bool:
    """ "In stock, collect before 9": it is there now, and until then."""
    closes = (
        part.has("come")
        and not part.has("future")
        and any(bit.name == "time" and not _BEFORE.isdisjoint(bit.text.split()) for bit in part.bits)
    )
    return closes and any(one.has("have", "is", "ready") for one in heard.there)


def _sort_denial(heard: PartsHeard, part: Part, ask: Ask) -> None:
    quantity = part.quantity
    if quantity is not None and not part.has("left") and quantity < ask.quantity and part.has("gone"):
        heard.rest.append(part)  # "sold one": speaks of some of them
        heard.sold.append(part)
    elif quantity == 1 and any(bit.text in _EVEN for bit in part.bits):
        heard.denied.append(part)  # "don't have a single one"
    elif quantity is not None and quantity > 0 and not part.has("gone", "all") and part.has("neg", "no"):
        heard.declined.append(part)  # "not 2": perhaps fewer
    elif part.has("time") and not part.has("gone", "none", "have", "future", "is"):
        heard.declined.append(part)  # "kal nahi, aaj le jana": the day is denied
    elif part.is_bare and (not part.has("stock") or part.has("deed")):
        heard.declined.append(part)
    else:
        heard.denied.append(part)
