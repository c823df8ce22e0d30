"""So many pieces fewer than are picked, in English, Spanish, Hindi and Hinglish."""

import pytest

from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.how_many import HowMany
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.stock.goods import Goods, shelf_with
from handlers.sourcing.replies.wish import Wish

SHELF = shelf_with((Goods("E", "Brass Elephant", ("",)), Goods("T", "Taj Mug", ("",))))


@pytest.mark.parametrize(
    ("text", "fewer"),
    [
        ("2 less", 2), ("dos menos", 2), ("uno menos", 1), ("one less please", 1), ("ok 2 less", 2), ("2 kam", 2),
        ("do kam kar do", 2), ("ek kam karo", 1), ("एक कम कर दो", 1), ("minus 2", 2), ("remove 2", 2), ("2 hata do", 2),
        ("दो हटा दो", 2), ("reduce by 2", 2), ("quita dos", 2), ("make it 2 less", 2),
    ],
)  # fmt: skip
def test_so_many_less(text: str, fewer: int) -> None:
    assert read_pieces(text) == HowMany(fewer, less=True)


@pytest.mark.parametrize(
    "text", ["less", "price kam karo", "kam se kam 2", "al menos dos", "at least 2", "no less than 2", "hata do", "2"]
)
def test_what_lessens_no_pieces(text: str) -> None:
    assert not read_pieces(text).less


@pytest.mark.parametrize(
    ("text", "fewer"),
    [
        ("one mug less", 1), ("a mug less", 1), ("2 mugs less", 2), ("2 less mugs", 2), ("una taza menos", 1),
        ("minus 2 mugs", 2), ("menos 2 tazas", 2), ("ek mug kam kar do", 1), ("do mug kam", 2), ("एक मग कम कर दो", 1),
        ("one less mug please", 1), ("2 mug hata do", 2), ("remove 2 mugs", 2),
    ],
)  # fmt: skip
def test_so_many_of_goods_are_left_out(text: str, fewer: int) -> None:
    change = read_change(text, SHELF)
    assert change is not None
    assert (change.wishes, change.removed) == ((), (Wish((1,), True, quantity=fewer),))


@pytest.mark.parametrize(
    "text",
    ["zero elephants", "0 elephants", "ningún elefante", "no elephants", "elephant nahi", "ni un elefante", "0 हाथी"],
)
def test_none_of_goods_leaves_them_out(text: str) -> None:
    change = read_change(text, SHELF)
    assert change is not None
    assert [one.wares for one in change.removed] == [(0,)]


@pytest.mark.parametrize(
    ("text", "between"),
    [("2 or 3", (2, 3)), ("2-3", (2, 3)), ("dos o tres", (2, 3)), ("4 ya 5", (4, 5)), ("make it 3 or 2", (2, 3))],
)
def test_several_numbers_of_which_one_is_meant(text: str, between: tuple[int, ...]) -> None:
    assert read_pieces(text) == HowMany(between=between)
