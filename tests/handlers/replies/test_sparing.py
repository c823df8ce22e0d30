"""All that is taken out but what is named, and what only looks like it."""

import pytest

from handlers.sourcing.replies.sparing import as_only
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("remove everything except the mug", "only the mug"),
        ("keep the mug, remove the rest", "only the mug"),
        ("don't want anything except mugs", "only mugs"),
        ("sab hata do, sirf mug rakho", "only mug"),
        ("mug chod ke sab hata do", "only mug"),
        ("मग छोड़कर सब हटा दो", "only मग"),
        ("quita todo menos los shorts M", "only los shorts M"),
    ],
)
def test_what_is_spared_is_wanted_alone(said: str, wish: str) -> None:
    assert as_only(said, SHELF) == wish


@pytest.mark.parametrize(
    "said",
    [
        "remove all mugs",
        "everything except the mug",
        "remove everything except the blue one",
        "remove only the mug, keep the rest",
        "don't remove anything except the mug",
        "mug hata do, baki sab rakho",
    ],
)
def test_all_else_stands(said: str) -> None:
    assert as_only(said, SHELF) == said
