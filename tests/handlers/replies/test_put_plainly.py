"""A wish with more than its goods: what is left of it, and whether it shall come within a day."""

import pytest

from handlers.sourcing.replies.named_goods import read_named
from handlers.sourcing.replies.put_plainly import plainly, without_express
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wanting import read_wish

SHELF = Shelf([Goods("KURTA", "Block Print Kurta", ("S", "M", "L")), Goods("BOX", "Taj Marble Box", ("",))])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("1 kurta S express", "1 kurta S"),
        ("2 boxes, express please", "2 boxes"),
        ("want a box with express delivery", "want a box"),
        ("quiero una caja por express", "quiero una caja"),
        ("1 बॉक्स एक्सप्रेस", "1 बॉक्स"),
        ("express", None),
        ("is express there?", None),
        ("expressive kurta", None),
    ],
)
def test_express_is_told_apart(said: str, left: str | None) -> None:
    assert without_express(said) == ((left, True) if left is not None else (said, False))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("i want a kurta, not the box", "i want a kurta"),
        ("box nahi, kurta chahiye", "kurta chahiye"),
        ("a kurta for my wife she is medium", "a kurta medium"),
        ("a kurta for my wife she is happy", "a kurta she is happy"),
        ("not the box", "not the box"),
        ("kurta not box not anything", "kurta not box not anything"),
    ],
)
def test_a_wish_is_put_by_its_goods_alone(said: str, left: str) -> None:
    assert plainly(said, SHELF) == left


@pytest.mark.parametrize("said", ["block print kurta", "taj marble box?", "marble box"])
def test_a_title_is_a_name_whatever_its_words_mean(said: str) -> None:
    assert read_named(said, SHELF) is not None


@pytest.mark.parametrize(
    "said", ["the kurta and the box are broken", "2 boxes broken", "block my number", "why print?"]
)
def test_what_tells_another_story_is_no_wish(said: str) -> None:
    assert read_wish(said, SHELF) is None
    assert read_named(said, SHELF) is None
