"""Some of the pieces that are picked, and what is of all of them."""

import pytest

from handlers.sourcing.replies.some_of import SomeOf, counts_some, read_some_in_size
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("said", "some"),
    [
        ("make one L", SomeOf(1, "L")),
        ("2 of them L", SomeOf(2, "L")),
        ("change 1 to L", SomeOf(1, "L")),
        ("ek L kar do", SomeOf(1, "L")),
        ("una en L", SomeOf(1, "L")),
        ("one L, rest M", SomeOf(1, "L", "M")),
        ("one more L", SomeOf(1, "L", more=True)),
    ],
)
def test_some_of_them_shall_be_in_another_size(said: str, some: SomeOf) -> None:
    assert read_some_in_size(said, SHELF) == some


@pytest.mark.parametrize("said", ["make it 1 L", "2 L", "change to 1 L", "make them L", "1 M and 2 L", "one L?"])
def test_all_else_is_of_all_of_them(said: str) -> None:
    assert read_some_in_size(said, SHELF) is None


@pytest.mark.parametrize(
    ("said", "many"), [("one of the mugs blue", 1), ("mugs mein se ek", 1), ("2 mugs", 0), ("one each of the mugs", 0)]
)
def test_so_many_of_the_goods_that_are_there(said: str, many: int) -> None:
    assert counts_some(said, SHELF) == many
