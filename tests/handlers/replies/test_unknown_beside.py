"""Things that are not sold here and wishes of goods beside a change, and words that are neither."""

import pytest

from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.unknown_beside import names_unknown

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    "said",
    ["add 1 mug and gift wrap please", "1 mug and a keychain", "3 mugs and a tshirt", "1 mug in red", "mug sambhal ke"],
)
def test_what_no_order_can_hold(said: str) -> None:
    assert names_unknown(said, SHELF)


@pytest.mark.parametrize(
    "said", ["add 1 mug please bhai", "aur ek mug bhi", "y una taza más", "remove the mug", "2 shorts in M and L"]
)
def test_a_change_by_itself(said: str) -> None:
    assert not names_unknown(said, SHELF)
