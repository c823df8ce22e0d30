"""Wishes with words around them: what for, for whom, other talk before them, a correction, a question for more."""

import pytest

from handlers.sourcing.replies.behind_talk import behind_talk, corrected_wishes
from handlers.sourcing.replies.beside import puts_beside
from handlers.sourcing.replies.more_asked import more_asked
from handlers.sourcing.replies.occasions import speaks_of_occasion_alone, tells_age, tells_occasion, without_occasion
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_and_question import part_question

SHORTS, MUG, CAP = 0, 1, 2
SHELF = Shelf(
    [
        Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")),
        Goods("MUG", "Taj Mug", ("",)),
        Goods("CAP", "Lotus Cap", ("",)),
    ]
)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("5 mugs for a wedding", "5 mugs"),
        ("5 mugs for my sister's wedding", "5 mugs"),
        ("quiero 2 mugs para la boda de mi hermana", "quiero 2 mugs"),
        ("meri behen ki shaadi ke liye 5 mug chahiye", "5 mug chahiye"),
        ("sí, es para mi hijo de 10 años", "sí"),
        ("yes, it's for my 10 year old son", "yes"),
        ("haan, mere 10 saal ke bete ke liye", "haan"),
        ("yes for 3 year old", "yes"),
        ("it is a gift for my mom", "it is a gift for my mom"),
        ("mug in gift wrap", "mug in gift wrap"),
        ("send it to my sister", "send it to my sister"),
        ("2 mugs for 500", "2 mugs for 500"),
    ],
)
def test_what_goods_are_for_is_none_of_the_wish(said: str, plain: str) -> None:
    assert without_occasion(said) == plain


@pytest.mark.parametrize(
    ("said", "alone", "age"),
    [
        ("it is a gift for my mom", True, False),
        ("es un regalo", True, False),
        ("es para mi hijo de 10 años", True, True),
        ("यह मेरी माँ के लिए है", True, False),
        ("for my son aged 10", True, True),
        ("yes, for my son", False, False),
    ],
)
def test_for_whom_it_is_and_how_old_they_are(said: str, *, alone: bool, age: bool) -> None:
    assert tells_occasion(said)
    assert (speaks_of_occasion_alone(said), tells_age(said)) == (alone, age)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("quit asking, i want 1 mug", "i want 1 mug"),
        ("I quit smoking so want 2 mugs", "want 2 mugs"),
        ("I want a cap, so want 2 mugs", "I want a cap, so want 2 mugs"),
        ("is it good? i want a mug", "is it good? i want a mug"),
        ("I want 2 mugs", "I want 2 mugs"),
    ],
)
def test_a_wish_stands_behind_other_talk(said: str, wish: str) -> None:
    assert behind_talk(said, SHELF) == wish


@pytest.mark.parametrize(
    ("said", "wishes"),
    [
        ("I'd like a mug, no wait, two mugs", ((MUG, "", 2),)),
        ("2 mugs and a cap, no wait, three mugs", ((MUG, "", 3), (CAP, "", 0))),
        ("I want a mug, sorry, a cap", ((CAP, "", 0),)),
        ("quiero un mug, no, dos", ((MUG, "", 2),)),
        ("mujhe ek mug chahiye, nahi do mug", ((MUG, "", 2),)),
        ("shorts M, no wait, L", ((SHORTS, "L", 0),)),
        ("I want 2 mugs, sorry for the trouble", ()),
        ("I want 2 mugs", ()),
        ("I want a mug, no cap", ()),
    ],
)
def test_a_wish_corrects_itself(said: str, wishes: tuple[tuple[int, str, int], ...]) -> None:
    expected = tuple(Wish((place,), True, size, quantity) for place, size, quantity in wishes)
    assert corrected_wishes(said, SHELF) == expected


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ("can I get one more?", "one more"),
        ("¿me das otro?", "otro"),
        ("ek aur milega?", "ek aur"),
        ("can I get more?", ""),
        ("can I get one more", ""),
        ("is there one more mug?", ""),
    ],
)
def test_a_question_asks_for_more(said: str, more: str) -> None:
    assert more_asked(said) == more


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("5 mugs (by friday)", ("5 mugs", "days")),
        ("5 mugs on friday", ("5 mugs", "days")),
        ("5 mug chahiye, friday tak", ("5 mug chahiye", "days")),
        ("quiero 2 mugs para el viernes", ("quiero 2 mugs", "days")),
        ("by friday", ("by friday", "")),
    ],
)
def test_a_day_by_which_it_is_wanted(said: str, parts: tuple[str, str]) -> None:
    assert part_question(said, SHELF) == parts


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ("and 2 mugs", True),
        ("sí, y dos tazas", True),
        ("2 mugs too, please", True),
        ("do mug bhi", True),
        ("साथ में 2 मग", True),
        ("2 mugs and a cap", False),
        ("koi bhi mug", False),
        ("2 mugs too many", False),
    ],
)
def test_what_comes_beside(said: str, *, beside: bool) -> None:
    assert puts_beside(said) is beside
