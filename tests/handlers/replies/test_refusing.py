"""Goods that are refused are no opt-out, and what may end our messages refuses no goods."""

import pytest

from handlers.sourcing.replies.refusing import may_refuse_goods, refuses_goods
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf(
    [
        Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")),
        Goods("MUG", "Taj Mug", ("",)),
        Goods("BOX", "Taj Marble Box", ("",)),
    ]
)


@pytest.mark.parametrize("said", ["actually no mugs", "no mugs", "shorts hata do", "i dont want mugs"])
def test_goods_are_refused_and_nothing_else(said: str) -> None:
    assert refuses_goods(said, SHELF)


@pytest.mark.parametrize(
    "said",
    [
        *("no more mug messages", "stop sending mugs", "no box offers please", "no", "no 2 mugs", "mugs"),
        *("is the mug blue?", "no mugs?", "no mugs and no more of your spam", "my order of the mug came broken", ""),
    ],
)
def test_what_may_refuse_our_messages_too(said: str) -> None:
    assert not refuses_goods(said, SHELF)


@pytest.mark.parametrize("said", ["no offers", "no special offers", "no reminders", "no quiero ofertas", "no texts"])
def test_what_names_our_messages_refuses_no_goods_whatever_is_sold(said: str) -> None:
    assert not may_refuse_goods(said)


def test_goods_beside_which_messages_are_sold_are_refused_all_the_same() -> None:
    shelf = Shelf([Goods("O", "Special Offers Box", ("",)), Goods("C", "Brass Clock", ("",))])
    assert refuses_goods("actually no clock", shelf)
