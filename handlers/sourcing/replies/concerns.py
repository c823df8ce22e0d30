"""What a shop tells that a person has to hear, whatever it is asked: goods with a flaw or ready to be fetched, another
number of its own, that it wants to earn more."""

from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import read_bits
from handlers.sourcing.replies.stock.parts import Part, split_parts
from handlers.sourcing.replies.stock.signs import SOUND

_WORDS = read_sets("sourcing:concerns")
_ANSWERING = frozenset({"yes", "ok", "is", "have", "left", "no", "none", "gone"})
_THERE = frozenset({"is", "have", "be", "left", "stock", "is_there"})
_OF_PLENTY = _THERE | {"plenty", "dress", "yes", "all", "item", "full", "comma", "now"}
_OF_AN_ANSWER = _THERE | {"yes", "ok", "no", "neg", "number", "only", "dress", "all", "full", "now"}
_LONGEST = 400  # characters of which the first are read


def tells_of_a_flaw(text: str) -> bool:
    """Whether a text says that goods are damaged: "ek piece kharab hai", "the zip is broken"."""
    return any(bit.name == "flaw" for bit in read_bits(text[:_LONGEST], (), frozenset()))


def tells_of_damage_alone(text: str) -> bool:
    """Whether a text tells how many pieces broke or are sound, and says nothing beside it: "3 me se 1 toot gaya", "only
    2 good"; "2 hai, ek kharab hai" answers with what is there."""
    parts = split_parts(read_bits(text[:_LONGEST], (), frozenset()))
    damaged = [part for part in parts if _tells_of_damage(part)]
    return bool(damaged) and not any(part.asks or (part.sign and part not in damaged) for part in parts)


def _tells_of_damage(part: Part) -> bool:
    said = [word for bit in part.bits for word in bit.text.split()]
    return (
        part.has("flaw")
        or says_any(said, _WORDS["broke"])
        or (part.has("number") and any(bit.text in SOUND for bit in part.bits))
    )


def most_counted(text: str) -> int:
    """The largest whole number of a text; 0 for none."""
    bits = read_bits(text[:_LONGEST], (), frozenset())
    return max((int(bit.value) for bit in bits if bit.value is not None and bit.value.denominator == 1), default=0)


def tells_of_plenty(text: str) -> bool:
    """Whether a text says that there are many, and nothing else: "bahut hai", "there is enough". Of messages it would
    name them."""
    found = {bit.name for bit in read_bits(text[:_LONGEST], (), frozenset())}
    return "plenty" in found and found <= _OF_PLENTY and not found.isdisjoint(_THERE)


def says_it_is_there(text: str) -> bool:
    """Whether a text says that what was asked for is there, or is not, and names nothing: "haan 2 hai", "nahi hai"."""
    found = {bit.name for bit in read_bits(text[:_LONGEST], (), frozenset())}
    return found <= _OF_AN_ANSWER and not found.isdisjoint(_THERE)


def tells_of_a_number(text: str) -> bool:
    """Whether a text says that the shop has another phone number: "mera number badal gaya hai"."""
    number, changed, other = (_says(text, name) for name in ("number", "changed", "other"))
    return number and changed and not other


def asks_for_more_pay(text: str) -> bool:
    """Whether a text wants a higher commission or price, and says nothing of what is there: "daam badhao, 150 nahi 200
    chahiye"; "1 hai, par daam badhao" is an answer."""
    if not _says(text, "raise"):
        return False
    return not any(bit.name in _ANSWERING for bit in read_bits(text[:_LONGEST], (), frozenset()))


def tells_of_ready_goods(text: str) -> bool:
    """Whether a text speaks of goods as ready: "1801 ready hai"; who denies it is for the reader of answers."""
    return _says(text, "ready")


def _says(text: str, name: str) -> bool:
    return says_any(tokens(text[:_LONGEST]), _WORDS[name])
