"""A shop's answer that a denial turns round: "150 me nahi dunga" sells nothing, "nahi bika" gives nothing up.

What is weighed knows the words, and takes "out of stock nahi hai" for "out of stock". Such an answer is asked back.
"""

import re
from collections.abc import Sequence

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.parts import Part

_LISTED = read_sets("sourcing:stock/turned")
_WHY_NOT, _PRESENT, _DENYING, _WHOLE = (_LISTED[name] for name in ("why not", "present", "denying", "whole"))
# Names of bits in a row. A price that is denied: "150 me nahi dunga", "won't give for 150", "not at 150".
_DENIED_PRICE = re.compile(
    r"\b(price_said|number)( mein| lead| dress)* (neg|no)( dress)* (send|have|ok|come)\b"
    r"|\b(neg|no)( dress)*( (send|have)( dress)*( mein)*|( mein)+) (price_said|number)\b"
)
_DENIED_END = re.compile(r"\b(neg|no)( be)* gone\b|\bgone (neg|no)( is| dress| be)*$")


def denies_its_price(parts: Sequence[Part]) -> bool:
    """Whether the goods are not to be had at what is named: a higher price may be wanted, or none."""
    return any(_DENIED_PRICE.search(_named(part)) for part in parts)


def asks_why_not(parts: Sequence[Part]) -> bool:
    """Whether all of it is "kyon nahi hai", which wonders that there is none as often as it says "of course"; "kyon
    nahi, hai" says so."""
    said = [bit for bit in parts[0].bits if bit.name != "dress"]
    return len(parts) == 1 < len(said) and said[0].text in _WHY_NOT and all(bit.text in _PRESENT for bit in said[1:])


def denies_an_end(parts: Sequence[Part]) -> bool:
    """Whether the goods are not sold, or not out of stock, and no other part says that there are none."""
    denied = [part for part in parts if _DENIED_END.search(_named(part)) and not _is_none(part)]
    return bool(denied) and not any(part.sign < 0 for part in parts if part not in denied)


def _named(part: Part) -> str:
    """The names of the bits of a part; a no of which a title makes a whole answer ("nahi ji khatam") denies nothing."""
    return " ".join("answer" if bit.name in {"neg", "no"} and bit.text in _WHOLE else bit.name for bit in part.bits)


def _is_none(part: Part) -> bool:
    """Whether its end is a denial itself: "no hay", "not available", "no stock"."""
    return any(bit.name == "gone" and not _DENYING.isdisjoint(bit.text.split()) for bit in part.bits)
