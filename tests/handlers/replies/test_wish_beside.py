"""A wish beside the answer whether an order shall be cancelled."""

import pytest

from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wish_beside import part_wish

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("text", "answer", "wish"),
    [
        ("yes cancel it, I want tiger shorts in M", "yes cancel it", "I want tiger shorts in M"),
        ("yes, cancel it and give me 2 tiger shorts", "yes, cancel it", "give me 2 tiger shorts"),
        ("haan cancel kar do, mujhe tiger shorts chahiye", "haan cancel kar do", "mujhe tiger shorts chahiye"),
        ("cancel it. I want tiger shorts in M", "cancel it", "I want tiger shorts in M"),
        ("yes, I want tiger shorts instead", "yes", "I want tiger shorts"),
        ("si, cancela, quiero tiger shorts M", "si, cancela", "quiero tiger shorts M"),
        ("हाँ कैंसल करो। मुझे tiger shorts चाहिए", "हाँ कैंसल करो", "मुझे tiger shorts चाहिए"),
        ("हाँ, कैंसल करो, मुझे tiger shorts चाहिए", "हाँ, कैंसल करो", "मुझे tiger shorts चाहिए"),
    ],
)
def test_parted(text: str, answer: str, wish: str) -> None:
    assert part_wish(text, SHELF) == (answer, wish)


@pytest.mark.parametrize(
    "text",
    [
        "no, keep it",
        "yes, I don't want the mug",
        "cancel it, I no longer want the mug",
        "yes",
        "",
        "I want a mug",
        "no, wait",
    ],
)
def test_all_of_it_is_the_answer(text: str) -> None:
    assert part_wish(text, SHELF) == (text, "")
