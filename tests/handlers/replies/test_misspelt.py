"""Words of titles as they are typed in a hurry, and words that are none of them."""

import pytest

from handlers.sourcing.replies.naming import in_title_words
from handlers.sourcing.replies.stock.goods import Goods, shelf_with

SHELF = shelf_with(
    (
        Goods("E", "Brass Elephant", ("",)),
        Goods("K", "Block Print Kurta", ("S", "M", "L")),
        Goods("B", "Taj Marble Box", ("",)),
        Goods("T", "Taj Mug", ("",)),
        Goods("S", "Tiger Shorts", ("S", "M", "L")),
    )
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2 elefants", "2 elephant"), ("1 elefant", "1 elephant"), ("2 tigr shrts L", "2 tiger shorts L"),
        ("1 mrble bx", "1 marble box"), ("marble bx", "marble box"),
    ],
)  # fmt: skip
def test_vowels_that_are_left_out(text: str, meant: str) -> None:
    assert in_title_words(text, SHELF) == meant


@pytest.mark.parametrize("text", ["2 kurti M", "MG road 12", "bx", "12 mg", "2 tigers", "tgr", "brassy"])
def test_what_may_be_something_else(text: str) -> None:
    assert in_title_words(text, SHELF) == text
