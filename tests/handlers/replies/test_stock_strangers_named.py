"""Whether a text names other goods than a shop was asked for, and none of those."""

import pytest

from handlers.sourcing.replies.stock.goods import Goods
from handlers.sourcing.replies.stock.strangers import may_state_others, names_strangers

GOODS = [
    Goods("SHORTS", "Tiger Print Shorts", ("S", "M", "L")),
    Goods("KURTA", "Block Print Kurta", ("M", "L")),
    Goods("BOX", "Taj Marble Box", ("",)),
    Goods("MUG", "Taj Mahal Mug", ("",)),
]


@pytest.mark.parametrize(
    ("text", "asked", "strange"),
    [
        ("box 2 hai par 1500 lagega", "Tiger Print Shorts", True),
        ("tiger short 2 hi h", "Block Print Kurta", True),
        ("taj box hai", "Taj Mahal Mug", True),
        ("शॉर्ट्स 2 हैं", "Block Print Kurta", True),
        ("taj hai", "Taj Mahal Mug", False),
        ("print hai", "Block Print Kurta", False),
        ("shorts 2 hai", "Tiger Print Shorts", False),
        ("shorts hai, box nahi", "Tiger Print Shorts", False),
        ("haan 2 hai", "Tiger Print Shorts", False),
        ("1 short", "Block Print Kurta", False),
        ("red hai", "Block Print Kurta", False),
        ("silk saree hai", "Silk Saree, made to order", False),
    ],
)
def test_other_goods(text: str, asked: str, strange: bool) -> None:
    assert (may_state_others(text) and names_strangers(text, GOODS, [asked])) is strange


@pytest.mark.parametrize("text", ["box chahiye?", "box ka order cancel", "mug kab chahiye", "call karo box ke liye"])
def test_what_asks_states_nothing(text: str) -> None:
    assert not may_state_others(text)
