"""Does a customer ask whether something is to be had, or what it costs: "do you have tiger shorts in L?".

An answer to what was not asked is worse than a question to the staff. So every word has to be understood: it names what
is sold, a size or a number, or it belongs to such a question. "Tiger shorts L hai" alone may be a shop's word from
another phone; it takes a question mark, or a word that asks.
"""

import re
from collections.abc import Sequence

from handlers.replies.grammar import Vocabulary
from handlers.replies.intents import Intent, read
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies import naming
from handlers.sourcing.replies.how_many import count_in
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.text_speak import written_out
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_likely import NEVER
from handlers.sourcing.replies.wishes_apart import named_each

_LONGEST, _MOST_WORDS = 200, 20  # characters; words: whoever writes more tells a story
_WORDS = Vocabulary(read_words("sourcing:inquiring"))
_AND = re.compile(r"(?<=\w )n(?= \w)", re.IGNORECASE)  # else "L n a" is a word that is spelt
# "In m", "m size": elsewhere it may be "mein", as in "stock m hai kya".
_SMALL_SIZE = re.compile(
    r"(?<![^\W_])(?:(?<=in )|(?<=en )|(?<=size )|(?<=talla ))[a-z](?![^\W_])(?!['’])"
    r"|(?<![^\W_])[a-z](?= (?:size|mein|me|wal[aie])(?![^\W_]))",
    re.IGNORECASE,
)
_WHICH = r"(?:(?:kaun\ |kon\ )?(?:kaun|kon)\ ?se|kya\ kya|kya)"
_SIZES = re.compile(
    rf"""(?<![^\W_])(?:
        (?:what|which)\ (?:all\ |other\ |are\ the\ )?sizes | sizes\ (?:available|please|pls) | size\ (?:options|chart)
        | {_WHICH}\ sizes? | sizes?\ (?:{_WHICH}|batao|bataiye|bata\ do)
        | (?:que|cuales|en\ que|cuales\ son\ las)\ tallas
        | (?:que\ talla|tallas)\ (?:hay|tiene[ns]?|manejan|disponibles)
        | (?:कौन\ से|कौनसे|क्या|कौन\ कौन\ से)\ साइज़? | साइज़?\ (?:कौन\ से|कौनसे|क्या|कौन\ कौन\ से|बताओ|बताइए)
        | ^(?:sizes|tallas|साइज़)(?=(?:\ \?)*$)
    )(?![^\W_])""",
    re.VERBOSE,
)
_ELSEWHERE = NEVER - {Intent.ORDER_STATUS}  # "milega?" asks of what is ordered, and of what is to be had


def may_ask(text: str) -> bool:
    """Whether a text can be such a question, whatever is sold: cheap, and never wrong about what cannot."""
    if not 0 < len(text) <= _LONGEST or len(words(text)) > _MOST_WORDS or not _asks(tokens(written_out(text))):
        return False
    reading = read(text)
    return reading.intent not in _ELSEWHERE and reading.order is None


def read_inquiry(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Wish | None:
    """What a text asks for, as a wish for it; None where it asks no such thing. ``categories`` as for ``read_wish``."""
    if not shelf.goods or not may_ask(text):
        return None
    text = naming.in_title_words(written_out(text), shelf)
    found, bits = tokens(naming.without_titles(text, shelf)), naming.name_bits(text, shelf)
    named, sure = naming.find_goods(bits, found, shelf, categories)
    if not named or _of_several(bits) or not _asks(found) or _strange(bits, found, categories):
        return None
    count = count_in(bits)
    return Wish(named, sure, naming.size_of(bits), count.pieces, count.over)


def read_inquiries(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> tuple[Wish, ...]:
    """The several goods that a text asks for, in its order: "do you have shorts in L and a mug? how much both"."""
    if not shelf.goods or not may_ask(text):
        return ()
    text = _AND.sub("and", naming.in_title_words(written_out(text), shelf))
    found = tokens(naming.without_titles(text, shelf))
    if not _asks(found) or _strange(naming.name_bits(text, shelf), found, categories):
        return ()
    return named_each(text, shelf, categories)


def read_inquiry_of_it(text: str, shelf: Shelf) -> str | None:
    """The size in which a text asks for what is spoken of, and does not name, as it is written: "do you have it in M?";
    "" where it asks whether that is to be had at all, None for any other text."""
    if not may_ask(text):
        return None
    text = written_out(text)
    text = _SMALL_SIZE.sub(lambda found: found[0].upper() if found[0].upper() in shelf.sizes else found[0], text)
    found, bits = tokens(text), naming.name_bits(text, shelf)
    unclear = any(bit.name in {"item", "number", "price"} for bit in bits) or _of_several(bits)
    if unclear or "price" in _WORDS.name(found) or _strange(bits, found, ()):
        return None
    return next((bit.said or bit.text for bit in bits if bit.name == "size"), "")


def asks_price(text: str) -> bool:
    """Whether a text asks what a thing costs, with or without a question mark: "price of marble box"."""
    return may_ask(text) and "price" in _WORDS.name(tokens(written_out(text)))


def asks_price_of_it(text: str, shelf: Shelf) -> bool:
    """Whether all of a text asks what that costs which is spoken of, and not named: "how much are they"."""
    text = written_out(text)
    bits = naming.name_bits(text, shelf)
    named = any(bit.name in {"item", "number"} for bit in bits)
    return asks_price(text) and not named and not _strange(bits, tokens(text), ())


def asks_sizes(text: str) -> bool:
    """Whether a text asks which sizes there are: "what sizes do the shorts have?"."""
    return _SIZES.search(" ".join(tokens(written_out(text)))) is not None


def _asks(found: list[str]) -> bool:
    names = _WORDS.name(found)
    if "price" in names:
        return True
    if "what" in names:
        return False
    return "asking" in names or ("there" in names and ("?" in found or names[0] == "verb"))


def _of_several(bits: Sequence[Bit]) -> bool:
    """Whether it names two things, sizes or numbers, or states a price: no one answer fits that."""
    items = [bit.asks for bit in bits if bit.name == "item"]
    if items and not frozenset.intersection(*items):
        return True
    sizes, numbers = ({bit.text for bit in bits if bit.name == name} for name in ("size", "number"))
    return len(sizes) > 1 or len(numbers) > 1 or any(bit.name == "price" and bit.value is not None for bit in bits)


def _strange(bits: Sequence[Bit], found: list[str], categories: Sequence[str]) -> frozenset[str]:
    """The words that name nothing and belong to no such question."""
    spoken = [bit.said or bit.text for bit in bits if bit.name in {"item", "size", "number"}]
    understood = {singular(word) for one in (*spoken, *categories) for word in tokens(one)} | {naming.TITLE_MARK}
    unlisted = [phrase for letter, phrase in _WORDS.classify(found) if _WORDS.names(letter) == ["other"]]
    return frozenset(map(singular, unlisted)) - understood
