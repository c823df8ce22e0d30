"""So many of each of several goods: the number is that of each of them, and of nothing else."""

import pytest

from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wanting import read_wish, read_wishes

SHELF = Shelf(
    [
        Goods("SHORTS", "Tiger Shorts", ("S", "M", "L")),
        Goods("MUG", "Taj Mug", ("",)),
        Goods("E", "Brass Elephant", ("",)),
    ]
)
MUG, ELEPHANT = 1, 2


@pytest.mark.parametrize(
    ("said", "many"),
    [
        ("मुझे ताज मग और ब्रास एलीफैंट चाहिए, एक एक", 1),
        ("taj mug aur brass elephant, dono ek ek", 1),
        ("taj mug aur hathi chahiye, dono 2-2", 2),
        ("I want a taj mug and a brass elephant, two each", 2),
        ("2 each of taj mug and brass elephant please", 2),
        ("quiero mug y elefante, dos de cada uno", 2),
        ("taj mug aur brass elephant dono ka do do", 2),
    ],
)
def test_each_of_several_is_as_many(said: str, many: int) -> None:
    assert [(one.wares, one.quantity) for one in read_wishes(said, SHELF)] == [((MUG,), many), ((ELEPHANT,), many)]


def test_each_of_several_beside_what_is_picked() -> None:
    change = read_change("aur mug aur elephant bhi, dono 2-2", SHELF)
    assert change is not None
    assert [(one.wares, one.quantity) for one in change.wishes] == [((MUG,), 2), ((ELEPHANT,), 2)]


def test_of_one_thing_it_says_no_more_than_before() -> None:
    wish = read_wish("taj mug do do", SHELF)
    assert wish is not None
    assert (wish.wares, wish.quantity) == ((MUG,), 2)


@pytest.mark.parametrize(
    ("said", "left"), [("1 aur 3, ek ek", ("1 aur 3", 1)), ("2 mugs and 2 shorts", None), ("mug 22", None)]
)
def test_the_words_are_taken_out(said: str, left: tuple[str, int] | None) -> None:
    assert without_each(said) == (left or (said, 0))
