"""What is taken from a shop's answer: the meaning, where it is likely enough for what is done upon it, and its figures.

What names another size or colour and not the one that was asked for is never a yes, whatever its likelihood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.replies.acknowledging import picks_up
from handlers.replies.harm import Deed, allows
from handlers.replies.known import names_no_goods
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.attributes import (
    may_count_what_it_holds,
    names_another_model,
    names_another_value,
)
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.figures import OTHERS, answer_with_figures
from handlers.sourcing.replies.stock.items import is_kind
from handlers.sourcing.replies.stock.left_over import left_over, may_be_left
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.turned import asks_why_not, denies_an_end, denies_its_price
from handlers.sourcing.replies.stock.unasked import denies_by_mere_mention
from handlers.sourcing.replies.stock.undecided import affirms_behind_a_no, numbers_a_no, says_both, wonders
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer
from handlers.sourcing.replies.stock.weighing import Means

_LOW = 0.3
_STRANGE = 0.4  # the share of words nobody uses in such chats that makes an answer unread
_OUTRIGHT = 0.95  # where a doubt or a question beside a yes leaves it one: "do hai, bhej du?"
_DEEDS: Mapping[Means, Deed] = {
    Means.YES: Deed.SELL,
    Means.PRICE: Deed.NOTE,
    Means.NO: Deed.GIVE_UP,
    Means.PARTIAL: Deed.NOTE,
    Means.ALTERNATIVE: Deed.NOTE,
    Means.LATER: Deed.NOTE,
    Means.WAIT: Deed.NOTE,
}
_SOLD = frozenset({Means.YES, Means.PRICE})
_COUNTED = _SOLD | {Means.PARTIAL}
_POLAR = frozenset({Means.YES, Means.NO, Means.ALTERNATIVE})
_LESS = frozenset({Means.NO, Means.PARTIAL, Means.YES})
_AGAINST = (Means.NO, Means.PARTIAL, Means.ALTERNATIVE)
_COMES = ("future", "have", "ready", "stock", "come")
_GRAVE = ("flaw", "except", "away")  # beside these nothing is sold at once
_DOUBTS = ("unsure", "wait", "wrong", "yonder")
_LISTED = read_sets("sourcing:stock/signs")
_ANOTHERS = _LISTED["anothers"]
_HOURS = _LISTED["hours"]
_GOODS = ("have", "is", "is_there", "left", "stock", "item", "asked_size", "none")
_COURTESIES = _LISTED["courtesies"]
# Goods stand before what says that they are there, or counts them, and behind these.
_BEHIND_GOODS = frozenset(
    {"is", "have", "left", "ready", "number", "all", "stock", "item", "asked_size", "come", "price"}
)
_SMALL_WORDS = frozenset({"lead", "mein", "ka"})
_VERBS = ("ing", "ando", "iendo")
_BEFORE_GOODS = _LISTED["having"] | _LISTED["made of"]


def decide(
    meant: Mapping[str, float],
    parts: Sequence[Part],
    ask: Ask,
    index: int,
    now: datetime,
    zone: ZoneInfo,
    *,
    placed: bool,
) -> StockAnswer | None:
    """The answer to a request, by how likely each meaning is; None for a question, unclear where to ask.

    ``placed``: its request was named, and the name taken away, so that a mere "ok" says that it is there.
    """
    means = Means(max(meant, key=lambda one: meant[one]))
    left = left_over(parts) if means in _LESS else None
    if left is not None:
        says = Says.YES if left >= ask.quantity else Says.PARTIAL
        return StockAnswer(index, says, quantity=left, confidence=round(1.0 - meant[Means.UNCLEAR], 2))
    deed = _DEEDS.get(means)
    if means in _COUNTED and may_count_what_it_holds([bit for part in parts for bit in part.bits], ask):
        return _unclear(index)
    if deed is None:
        return None if means is Means.QUESTION else _unclear(index)
    likely = meant[means] + (meant[Means.PRICE] if means is Means.YES else 0.0)
    against = sum(meant[one] for one in _AGAINST if one is not means)
    heard = placed or not _is_courtesy(parts)
    if not allows(deed, likely, against) or (means in _SOLD and not (heard and _may_sell(parts, likely, ask))):
        return _unclear(index)
    if (means in _COUNTED and _is_anothers(parts)) or (means is Means.NO and _corrects_a_figure(parts, ask)):
        return _unclear(index)
    if _is_turned_round(means, parts):
        return _unclear(index)
    if means is Means.LATER and not any(part.has(*_COMES) for part in parts):
        if any(bit.text in _HOURS for part in parts for bit in part.bits):
            return _unclear(index)
        if any(part.has("away") for part in parts):
            means = Means.WAIT  # it is said when somebody can look: "closed for lunch, back at 3"
    answer = answer_with_figures(means, parts, ask, now, zone)
    if answer is None or denies_by_mere_mention(answer, parts, ask):
        return _unclear(index)
    return replace(answer, ask=index, confidence=round(min(1.0, likely), 2))


def _is_turned_round(means: Means, parts: Sequence[Part]) -> bool:
    """Whether a denial may make a no of what looks like a yes, or the other way round."""
    if wonders(parts) or says_both(parts):
        return True
    if means in _POLAR and affirms_behind_a_no(parts):
        return True
    if means is Means.NO:
        return denies_an_end(parts) or may_be_left(parts)
    return means in _SOLD and (denies_its_price(parts) or asks_why_not(parts) or numbers_a_no(parts))


def _unclear(index: int) -> StockAnswer:
    return StockAnswer(index, Says.UNCLEAR, confidence=_LOW)


def _may_sell(parts: Sequence[Part], likely: float, ask: Ask) -> bool:
    """Whether nothing but the asked goods is named, and no doubt stands beside the yes."""
    bits = [bit for part in parts for bit in part.bits]
    if names_another_value(bits, ask) or names_another_model(bits, ask):
        return False
    if _names_another(parts, ask) or _may_be_goods(parts) or any(part.has(*_GRAVE) for part in parts):
        return False
    return likely >= _OUTRIGHT or not any(part.asks or part.has(*_DOUBTS) for part in parts)


def _is_anothers(parts: Sequence[Part]) -> bool:
    """Whether the goods are somebody else's: "haan, par ek customer ke liye rakha hai"; or a but stands beside the yes
    of which nothing is known: "one left but my cousin wants it"."""
    bits = [bit for part in parts for bit in part.bits]
    if any(bit.name == "unsure" and bit.text in _ANOTHERS for bit in bits):
        return True
    turns = [place for place, bit in enumerate(bits) if bit.name == "contrast"]
    behind = {bit.name for bit in bits[turns[-1] + 1 :]} - {"dress", "comma", "full", "sign"} if turns else set()
    return bool(behind) and behind <= {"other", "topic"}


def _corrects_a_figure(parts: Sequence[Part], ask: Ask) -> bool:
    """Whether a denial behind a yes takes back a figure, and not the goods: "yes at 18 each, no sorry 20", "yes both,
    wait no, sold one"."""
    if parts[0].sign <= 0 or len(parts) == 1:
        return False
    last = parts[-1]
    counted = [bit.value for bit in last.bits if bit.name in {"number", "price_said"} and bit.value is not None]
    if last.has("gone"):
        return ask.quantity > 1 and any(0 < value < ask.quantity for value in counted)
    return bool(counted) and not last.has(*_GOODS)


def _names_another(parts: Sequence[Part], ask: Ask) -> bool:
    """Whether another size, colour or kind of goods is named, without the asked one: "blanket L 2 pade hai", and to
    who asked for tiger print shorts "tiger print shirt hai"; or another in place of what is denied: "de esos no, tengo
    otro más sencillo"."""
    kinds = [is_kind(bit.text) for part in parts for bit in part.bits if bit.name == "item"]
    named = any(kinds) if any(map(is_kind, words(ask.item))) else bool(kinds)
    goods = any(part.has("ware") for part in parts) and not named
    told, asked = any(part.has(*OTHERS) for part in parts), any(part.has("asked_size", "item") for part in parts)
    instead = any(part.has("another") for part in parts) and any(part.has("no") for part in parts)
    return goods or instead or (told and not asked)


def _is_courtesy(parts: Sequence[Part]) -> bool:
    """ "ok", "theek hai", "vale", "got it", "haan hello": heard, and nothing said of the goods."""
    said = " ".join(bit.text for part in parts for bit in part.bits)
    if said in _COURTESIES or picks_up(said.split()):
        return True
    return all(bit.text in _COURTESIES or bit.name in {"dress", "thanks"} for part in parts for bit in part.bits)


def _may_be_goods(parts: Sequence[Part]) -> bool:
    """Whether an unknown word stands where goods do, or many words are unknown: "yes zorvika"."""
    spoken = [bit for part in parts for bit in part.bits if bit.name != "dress"]
    strange = [place for place, bit in enumerate(spoken) if _is_strange(bit)]
    if len(strange) > _STRANGE * sum(bit.name not in _SMALL_WORDS for bit in spoken):
        return True
    return any(_stands_for_goods(spoken, place) for place in strange)


def _is_strange(bit: Bit) -> bool:
    return bit.name == "other" and not names_no_goods(bit.text) and not bit.text.endswith(_VERBS)


def _stands_for_goods(spoken: Sequence[Bit], place: int) -> bool:
    behind = next((bit.name for bit in spoken[place + 1 :] if bit.name not in _SMALL_WORDS), "")
    return behind in _BEHIND_GOODS or (place > 0 and spoken[place - 1].text in _BEFORE_GOODS)
