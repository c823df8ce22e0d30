"""A wish, and a question for other goods beside it."""

import pytest

from handlers.sourcing.replies.stock.goods import Goods, shelf_with
from handlers.sourcing.replies.wish_and_inquiry import part_inquiry

SHELF = shelf_with(
    (
        Goods("mug", "Taj Mug", ("",)),
        Goods("elephant", "Brass Elephant", ("",)),
        Goods("shorts", "Tiger Shorts", ("M", "L")),
    )
)


@pytest.mark.parametrize(
    ("said", "wanted", "question"),
    [
        ("quiero un mug, y el elephant cuanto cuesta?", "quiero un mug", "el elephant cuanto cuesta?"),
        ("quiero un elephant. el mug cuanto vale?", "quiero un elephant", "el mug cuanto vale?"),
        ("quiero un elephant y cuanto cuesta el mug?", "quiero un elephant", "cuanto cuesta el mug?"),
        ("quiero un mug y tienen elephant?", "quiero un mug", "tienen elephant?"),
        ("I want the shorts M, and how much is the mug?", "I want the shorts M", "how much is the mug?"),
        ("mug kitne ka hai? shorts L bhi chahiye", "shorts L bhi chahiye", "mug kitne ka hai?"),
        ("I want a mug and what sizes do the shorts come in?", "I want a mug", "what sizes do the shorts come in?"),
    ],
)
def test_what_is_asked_beside_a_wish_is_not_wanted(said: str, wanted: str, question: str) -> None:
    found = part_inquiry(said, SHELF)
    assert found is not None
    assert (found.wish, found.question) == (wanted, question)


@pytest.mark.parametrize(
    "said",
    [
        *("quiero un mug y un elephant, cuanto cuesta?", "cuanto cuesta el mug y el elephant?"),
        *("I want a mug and an elephant, how much both?", "I want a mug, how much is it?", "I want a mug"),
    ],
)
def test_what_is_asked_of_what_is_wanted_stays_together(said: str) -> None:
    assert part_inquiry(said, SHELF) is None
