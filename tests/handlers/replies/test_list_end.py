"""A wish that ends by saying that it is all, and what only looks like one."""

import pytest

from handlers.sourcing.replies.list_end import without_end
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("2 tazas, basta", "2 tazas"),
        ("quiero 2 tazas y basta", "quiero 2 tazas"),
        ("2 mugs, that's all", "2 mugs"),
        ("2 mug bas itna hi", "2 mug"),
        ("2 mug aur ek shorts M bas", "2 mug aur ek shorts M"),
        ("2 मग बस", "2 मग"),
    ],
)
def test_that_it_is_all_ends_a_list(said: str, wish: str) -> None:
    assert without_end(said, SHELF) == wish


@pytest.mark.parametrize("said", ["basta", "2 tazas, ya basta", "3 mensajes, basta", "mug bas", "basta, 2 tazas"])
def test_all_else_stands(said: str) -> None:
    assert without_end(said, SHELF) == said
