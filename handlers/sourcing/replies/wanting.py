"""Does a customer want to order, and what: "order", "I want tiger shorts L", "tiger shorts chahiye size L 2 piece".

An order that nobody wanted is worse than a question to the staff. So a wish is read only where nothing in the text
speaks of something else: an order that is there, a question, a refusal, a wish for later, something made to measure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.replies import openings
from handlers.replies.choices import read_choice
from handlers.replies.intents import Intent, read
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.text import tokens, words
from handlers.sourcing.replies.browsing import asks_what_is_sold
from handlers.sourcing.replies.how_many import count_in, without_sounds
from handlers.sourcing.replies.joining import PARTS
from handlers.sourcing.replies.naming import (
    TITLE_MARK,
    find_goods,
    in_title_words,
    name_bits,
    size_of,
    without_names,
    without_titles,
)
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.said_sizes import size_beside
from handlers.sourcing.replies.spreading import each_apart
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_words import MOST_BARE, WORDS, units

MOST_LISTED = 8
"""Products that one list offers: a chat shows as many on a phone's screen."""
_LONGEST, _MOST_WORDS = 300, 30  # characters; words of a wish
_MOST_STRANGE = 2  # words of a wish that say something we do not know; beyond that it is a story
_ENDS = re.compile(r"[?¿.!\n]+")
_WISHING = frozenset({"want", "order", "may"})
_OPEN_WISHES = frozenset({"order", "may", "catalogue"})  # they need no product
_AROUND = frozenset({"want", "beside", "please"})  # they name no thing themselves
NEVER = frozenset(
    {
        Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.START, Intent.HELP, Intent.JOIN, Intent.HUMAN, Intent.ORDER_STATUS,
        Intent.CANCEL_ORDER, Intent.REFUND, Intent.COMPLAINT, Intent.LATER, Intent.NO, Intent.THANKS, Intent.AUTOMATIC,
    }
)  # fmt: skip
"""What the other readers are sure of is never an order."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: places on the shelf, none where they did not say; "" and 0 for what they did not name.

    ``sure``: one product, and by all that was said no other. ``over``: more pieces than can be ordered. ``more``: so
    many beside those that are picked. ``partly``: goods that are not sold are named beside them, or no number of
    pieces: "half a box".
    """

    wares: tuple[int, ...] = ()
    sure: bool = False
    size: str = ""
    quantity: int = 0
    over: bool = False
    more: bool = False
    partly: bool = False


_NOTHING = Wish()
_BY_NAME = frozenset({Intent.AMBIGUOUS_STOP, Intent.COMPLAINT, Intent.QUESTION})  # may be so by a name of goods alone


def may_want(text: str) -> bool:
    """Whether a text can be a wish to order, whatever is sold: cheap, and never wrong about what cannot."""
    if not 0 < len(text) <= _LONGEST or len(words(text)) > _MOST_WORDS:
        return False
    reading, names = read(text), set(WORDS.name(tokens(text)))
    if reading.intent in NEVER - _BY_NAME or reading.order is not None:
        return False
    if asks_what_is_sold(text):
        return True
    counted = any(letter.isdigit() for letter in text) or bool(read_numbers(text))
    bare = not _points(text, counted=counted) and all(_may_name(part) for part in PARTS.split(text))
    unread = reading.intent in {Intent.UNCLEAR, *_BY_NAME}
    return bool(names & (_WISHING | {"catalogue"})) or (bare and (counted or unread))


def _is_another_story(text: str, shelf: Shelf) -> bool:
    """Whether a text may be an opt-out, a complaint or a question also without the names of what is sold."""
    intent = read(text).intent
    if intent not in _BY_NAME:
        return False
    plain = without_names(text, shelf)
    if intent is Intent.AMBIGUOUS_STOP:
        return read_opt_out(plain) is not OptOut.NONE
    left = intent if plain == " ".join(words(text)) else read(plain).intent
    if left is Intent.QUESTION:
        asks = (_WISHING | {"catalogue"}).isdisjoint(WORDS.name(tokens(text)))
        return asks and not any(letter.isdigit() for letter in text) and not read_numbers(text)
    return left in NEVER


def _points(text: str, *, counted: bool) -> bool:
    """Whether a text speaks of a thing that is there: "the mug"; "the elephant and the box please" takes both."""
    names = WORDS.name(tokens(text))
    takes = "please" in names and names.count("pointing") > 1 and not counted
    return "pointing" in names and not takes


def _may_name(part: str) -> bool:
    """Whether so many words may be one thing's name; a number, "please" and the like stand beside it."""
    return WORDS.name(tokens(part)).count("other") <= MOST_BARE


def says_it_wants(text: str) -> bool:
    """Whether a wish is put in a word of wanting; goods that are named alone may be those of something else."""
    return not _WISHING.isdisjoint(WORDS.name(tokens(text)))


def behind_a_no(text: str) -> str:
    """The wish that stands behind a no to nothing: "no I want 3 mugs"; the text as it is where none stands there.

    "No quiero 3 tazas" denies it: then a mark has to stand between, or a word that no denial reaches.
    """
    behind = openings.behind_a_no(text)
    if behind is None or not behind.apart:
        return text
    rest = " ".join(behind.rest)
    return rest if says_it_wants(rest) else text


def read_wish(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Wish | None:
    """The wish in a text; None where it is none. ``categories`` are those of the shelf's goods, in its order."""
    if not shelf.goods or not may_want(text):
        return None
    if asks_what_is_sold(text):
        return Wish()
    if _is_another_story(text, shelf):
        return None
    text, _ = _evenly(in_title_words(text, shelf), shelf, categories)
    text = each_apart(text, shelf)
    found = tokens(without_titles(text, shelf))
    names = WORDS.name(found)
    if "against" in names or ("?" in found and "may" not in names):
        return None
    bits = name_bits(text, shelf)
    strange, unmet = _strange(bits, found), _unmet(text, shelf, categories)
    named, alone = find_goods(bits, found, shelf, categories)
    sure = alone and not strange
    size, count = size_of(bits), count_in(name_bits(mark_no_counts(text), shelf))
    if sure and not size:
        size = size_beside(text, shelf.goods[named[0]])
    if named:
        wanted = bool(_WISHING & set(names)) and len(strange) <= _MOST_STRANGE
        several = not strange and len(_each(text, shelf, categories)) > 1
        if wanted or several or (sure and (_is_asked_for(names, bits) or size)):
            return Wish(named, sure, size, count.pieces, count.over, partly=bool(unmet) or count.broken)
        return None
    return Wish() if _OPEN_WISHES & set(names) and "other" not in names else None


def may_name(text: str) -> bool:
    """Whether a text can be a name of goods and nothing else: cheap, and never wrong about what cannot."""
    return may_want(text.strip(" ?¿"))


def read_named(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Wish | None:
    """The goods whose name is all that a text says, with a size perhaps: "marble box", "shorts in L?"."""
    if not shelf.goods or not may_name(text) or "?" in text.strip(" ?¿") or _is_another_story(text, shelf):
        return None
    text = in_title_words(text.strip(" ?¿"), shelf)
    found = tokens(without_titles(text, shelf))
    if "against" in WORDS.name(found):
        return None
    bits = name_bits(text, shelf)
    named, sure = find_goods(bits, found, shelf, categories)
    understood = {word for bit in bits if bit.name in {"item", "size"} for word in tokens(bit.said or bit.text)}
    left = {singular(word) for name, word in zip(WORDS.name(found), units(found), strict=True) if name == "other"}
    size = size_of(bits) or (size_beside(text, shelf.goods[named[0]]) if sure else "")
    return Wish(named, sure, size) if named and left <= {singular(word) for word in (*understood, TITLE_MARK)} else None


def _is_asked_for(names: Sequence[str], bits: Sequence[Bit]) -> bool:
    """Whether goods are named as somebody asks for them who says no more: with a number, a size, "a" or "please"."""
    return bool({"one", "please"} & set(names)) or any(bit.name in {"number", "size"} for bit in bits)


def is_understood(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> bool:
    """Whether a text asks for goods of the shelf, by whatever words, and every word of it is understood: what an
    address stands beside is an order, also without a word of wanting."""
    wish = read_wish(text, shelf, categories)
    several = read_wishes(text, shelf, categories)
    text, _ = _evenly(text, shelf, categories)
    found = tokens(without_titles(text, shelf))
    if wish is None or not wish.wares or "?" in found:
        return False
    return (wish.sure or bool(several)) and not _strange(name_bits(text, shelf), found)


def is_clear_wish(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> bool:
    """Whether a text certainly wants goods of the shelf: by a word of wanting, and with every word of it understood."""
    if not {"want", "order"} & set(WORDS.name(tokens(without_titles(text, shelf)))):
        return False
    return is_understood(text, shelf, categories)


def is_counted_wish(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> bool:
    """Whether all that a text says is goods of the shelf, each with its number: "1 shorts L aur 2 taj mug"."""
    wish = read_wish(text, shelf, categories)
    wishes = read_wishes(text, shelf, categories) or ((wish,) if wish is not None and wish.sure else ())
    text, _ = _evenly(text, shelf, categories)
    found = tokens(without_titles(text, shelf))
    counted = bool(wishes) and all(one.quantity and not one.partly for one in wishes)
    return counted and "?" not in found and not _strange(name_bits(text, shelf), found)


def is_request(text: str) -> bool:
    """Whether a wish asks, as "how do I order", "can I get it" and "what do you sell" do: it agrees to nothing."""
    found = tokens(text)
    return "?" in found or not {"may", "catalogue"}.isdisjoint(WORDS.name(found)) or asks_what_is_sold(text)


def read_wishes(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> tuple[Wish, ...]:
    """The wishes of a text that names several things, in its order: "a brass elephant and 2 mugs"; none else.

    Each has its own number and size. A part that names a size alone is the product before it: "2 shorts in M and 1 in
    L".
    """
    if read_wish(text, shelf, categories) is None:
        return ()
    text, many = _evenly(text, shelf, categories)
    wishes = _each(each_apart(text, shelf), shelf, categories)
    return tuple(replace(one, quantity=one.quantity or many) for one in wishes)


def _evenly(text: str, shelf: Shelf, categories: Sequence[str]) -> tuple[str, int]:
    """The text without "one each" behind several goods, and that number; the text as it is and 0 for any other."""
    plain, many = without_each(text)
    several = many > 0 and len(_each(each_apart(plain, shelf), shelf, categories)) > 1
    return (plain, many) if several else (text, 0)


def named_each(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> tuple[Wish, ...]:
    """The goods of a text that names several, in its order; () where a part of it names goods of which one is meant."""
    parts = [
        part for piece in PARTS.split(each_apart(in_title_words(text, shelf), shelf)) for part in _ENDS.split(piece)
    ]
    wishes = [wish for part in parts if (wish := _wish_in(part, shelf, categories)).wares]
    return tuple(wishes) if len(wishes) > 1 and all(one.sure for one in wishes) and _apart(wishes) else ()


def _each(text: str, shelf: Shelf, categories: Sequence[str]) -> tuple[Wish, ...]:
    """What each part of a text names, where there are several and each is one product."""
    wishes: list[Wish] = []
    for part in PARTS.split(text):  # as it was written: "M" in capitals is a size
        wish = _wish_in(part, shelf, categories)
        if wish == _NOTHING and set(WORDS.name(tokens(part))) <= _AROUND:
            continue  # "hi, 2 mugs and a saree, please"
        if not wish.wares and wish.size and wishes:
            wish = replace(wish, wares=wishes[-1].wares, sure=wishes[-1].sure)
        wishes.append(wish)
    lines = {(wish.wares, wish.size) for wish in wishes}
    several = 1 < len(wishes) == len(lines) and all(len(one.wares) == 1 for one in wishes)
    return tuple(wishes) if several and _apart(wishes) else ()


def _apart(wishes: Sequence[Wish]) -> bool:
    """Whether a product that is named twice has a size each time: else it is one line, said in two ways."""
    named = [one.wares for one in wishes]
    return all(one.size for one in wishes if named.count(one.wares) > 1)


def _wish_in(part: str, shelf: Shelf, categories: Sequence[str]) -> Wish:
    bits = name_bits(part, shelf)
    named, _ = find_goods(bits, tokens(without_titles(part, shelf)), shelf, categories)
    size, count = size_of(bits), count_in(name_bits(without_sounds(mark_no_counts(part)), shelf))
    if len(named) == 1 and not size:
        size = size_beside(part, shelf.goods[named[0]])
    return Wish(named, len(named) == 1, size, count.pieces, count.over, partly=count.broken)


def read_wares(text: str, shelf: Shelf, button: str | None = None) -> tuple[int, ...]:
    """Which of the listed goods a text takes: by number or by name; empty where it says none of them."""
    choice = read_choice(text, button, most=len(shelf.goods))
    if choice is not None:
        return (choice - 1,)
    if "?" in text or len(words(text)) > MOST_BARE:
        return ()
    found = tokens(without_titles(text, shelf))
    if "against" in WORDS.name(found):
        return ()
    return find_goods(name_bits(text, shelf), found, shelf)[0]


def _strange(bits: Sequence[Bit], found: Sequence[str]) -> frozenset[str]:
    """The words that neither name a product nor belong to a wish: perhaps another product's name, or another story."""
    understood = {word for bit in bits if bit.name in {"item", "size", "number"} for word in bit.text.split()}
    spoken = {bit.text for bit in bits if bit.name in {"other", "colour", "stock", "flaw", "topic", "similar"}}
    unlisted = {word for name, word in zip(WORDS.name(list(found)), units(found), strict=True) if name == "other"}
    return frozenset(word for word in (unlisted & spoken) - understood if len(word) > 1)


def _unmet(text: str, shelf: Shelf, categories: Sequence[str]) -> frozenset[str]:
    """The goods in a part of a text that are none of the shelf: "2 caps and a mug" of a shop without mugs."""
    parts = PARTS.split(text)
    unmet: set[str] = set()
    for part in parts if len(parts) > 1 else ():
        bits = name_bits(part, shelf)
        if len(find_goods(bits, tokens(without_titles(part, shelf)), shelf, categories)[0]) != 1:
            unmet |= {bit.text for bit in bits if bit.name == "ware"}
    return frozenset(unmet)
