"""A wish for goods, whatever these are called, never ends our messages: a size is nobody, and a stripe no strike."""

from __future__ import annotations

import itertools

from handlers.replies.known_words import respell_words
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from tests.cases import each

_GOODS = (
    "tiger stripe hoodie", "Striped Shirt", "strap top", "crop top", "door stopper", "end table", "off white tee",
    "bandana", "cancel culture mug", "quilt", "Text Tee", "phone cover", "block print kurta",
    "spam musubi shirt", "leather belt", "wool coat", "paw socks",
)  # fmt: skip
_WISHES = ("I want a {}", "can I get a {}", "please send me a {}", "quiero un {}", "mujhe {} chahiye", "order {}", "{}")


@each("size", ["S", "M", "L", "XL", ""])
@each("wish", _WISHES)
def test_a_wish_for_goods_ends_nothing(wish: str, size: str) -> None:
    pairs = itertools.permutations(_GOODS, 2)
    texts = [wish.format(f"{one} {size} and 2 {other}".replace("  ", " ")) for one, other in pairs]
    assert [text for text in texts if read_opt_out(text) is OptOut.STOP] == []


def test_a_letter_far_away_on_the_keyboard_is_no_slip() -> None:
    assert respell_words(["stripe", "messahe", "nunber"]) == ["stripe", "message", "number"]
