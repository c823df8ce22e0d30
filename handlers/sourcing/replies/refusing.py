"""Goods that are refused, and nothing else said: "actually no mugs", "shorts hata do"."""

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.naming import in_title_words, name_bits
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.stock.goods import Shelf

_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:refusing").items()})
_MOST_WORDS = 20  # beyond that it is a story
_REFUSING = frozenset({"refusing", "removing"})
_KNOWN = _REFUSING | {"instead", "beside", "full"}
_SENT = frozenset().union(*(read_sets("opt_out")[name] for name in ("text", "channel", "reminder")))


def may_refuse_goods(text: str) -> bool:
    """Whether a text can refuse goods, whatever is sold: cheap, and never wrong about what cannot. One that names what
    we send is about that, though a shop may sell an "Offers Box": an end of our messages is never explained away."""
    said = tokens(text)
    if not 0 < len(words(text)) <= _MOST_WORDS or says_any(said, _SENT):
        return False
    return not _REFUSING.isdisjoint(_WORDS.name(said))


def refuses_goods(text: str, shelf: Shelf) -> bool:
    """Whether all that a text says is that goods of the shelf are not wanted: "actually no mugs", "shorts hata do"."""
    if "?" in text or not may_refuse_goods(text):
        return False
    text = in_title_words(text, shelf)
    bits = name_bits(text, shelf)
    named = {singular(word) for bit in bits if bit.name in {"item", "size"} for word in tokens(bit.text)}
    unlisted = [word for letter, word in _WORDS.classify(tokens(text)) if _WORDS.names(letter)[0] not in _KNOWN]
    counted = any(word.isdecimal() for word in words(text))
    return bool(named) and not counted and {singular(word) for word in unlisted} <= named
