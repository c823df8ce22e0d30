"""Whether a text says that a size shall be another than it is, without naming one."""

import pytest

from handlers.sourcing.replies.size_wrong import wants_another_size
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    "said",
    [
        "it's the wrong size",
        "wrong size",
        "sorry, not the right size",
        "the shorts are the wrong size",
        "size galat hai",
        "साइज़ गलत है",
        "talla equivocada",
        "no, la talla está mal",
        "change the size",
        "can I change the size?",
        "size change kar do",
        "quiero otra talla",
    ],
)
def test_a_size_shall_be_another(said: str) -> None:
    assert wants_another_size(said, SHELF)


@pytest.mark.parametrize(
    "said", ["wrong size, M please", "wrong size, cancel it", "is it the wrong size?", "wrong", "which size?", "size M"]
)
def test_all_else_says_more_or_less(said: str) -> None:
    assert not wants_another_size(said, SHELF)
