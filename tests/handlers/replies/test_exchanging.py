"""One product for another: which is wanted, and which is not."""

import pytest

from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.exchanging import asks_exchange, exchanged, turned_into
from handlers.sourcing.replies.mistaken import meant_instead
from handlers.sourcing.replies.stock.goods import Goods, shelf_with

SHELF = shelf_with(
    (Goods("MUG", "Taj Mug", ("",)), Goods("SHO", "Tiger Shorts", ("M", "L")), Goods("BOX", "Marble Box", ("",)))
)


@pytest.mark.parametrize(
    "said",
    [
        *("i wanted a mug not shorts", "i wanted a mug, not the shorts", "mujhe mug chahiye tha shorts nahi"),
        *("shorts nahi mug chahiye tha", "shorts M nahi mug chahiye", "quería una taza no los shorts"),
        *("replace the shorts with a mug", "exchange the shorts for a mug", "cambia los shorts por una taza"),
        *("shorts ko mug se badal do", "shorts badal ke mug kar do", "shorts ki jagah mug", "mug instead of shorts"),
    ],
)
def test_one_is_wanted_and_the_other_is_not(said: str) -> None:
    change = read_change(said, SHELF)
    assert change is not None
    assert ([one.wares for one in change.wishes], [one.wares for one in change.removed]) == ([(0,)], [(1,)])


@pytest.mark.parametrize(
    "said",
    [
        *("mug nahi hai to shorts de do", "if the mug is not available shorts", "no shorts and no mug"),
        *("mug aur shorts nahi", "not shorts and mug", "shorts M not L", "mug not shorts and box", "not a mug"),
    ],
)
def test_in_these_nothing_takes_the_place_of_the_other(said: str) -> None:
    assert exchanged(said, SHELF) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("exchange for a mug", "a mug"),
        ("can you replace it with the mug", "the mug"),
        ("exchange it for another", ""),
        ("waiting for a mug", ""),
    ],
)
def test_what_is_wanted_for_it_is_named_alone(said: str, wanted: str) -> None:
    assert turned_into(said, SHELF).strip() == wanted


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("can i exchange it later", True),
        ("badal do", True),
        ("quiero un cambio", True),
        ("exchange nahi, paise wapas do", False),
        ("i want a refund", False),
    ],
)
def test_an_exchange_is_no_money_back(said: str, *, asks: bool) -> None:
    assert asks_exchange(said) is asks


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("galat order ho gaya, mujhe L chahiye tha", "mujhe L chahiye tha"),
        ("sorry wrong one, I need the mug", "need the mug"),
        ("pedí mal, quería una taza", "quería una taza"),
        ("i made a mistake, i want 2", "want 2"),
        ("galti se order ho gaya, cancel kar do", ""),
        ("the mug is wrong", ""),
        ("wrong", ""),
    ],
)
def test_what_was_meant_stands_behind_a_mistake(said: str, meant: str) -> None:
    assert meant_instead(said, SHELF) == meant
