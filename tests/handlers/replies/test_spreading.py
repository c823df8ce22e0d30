"""Pieces of one thing in several sizes: one of each where they fit, as many as are said, else asked about."""

import pytest

from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.spreading import uneven
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wanting import read_wish, read_wishes

KURTA, MUG = 0, 1
SHELF = Shelf([Goods("KURTA", "Block Print Kurta", ("S", "M", "L")), Goods("MUG", "Taj Mug", ("",))])
ONE_EACH = """
    2 kurta M and L|2 kurtas (M + L)|quiero 2 kurtas M y L|2 kurta ek M ek L|2 kurtas, M and L|2 kurta M, L
    2 kurta m and l
    need 2 block print kurtas, one M and one L|do kurta M aur L bhej do|दो कुर्ता M और L|do kurta, ek M mein aur ek L mein
    quiero 2 kurtas, una M y una L|2 kurtas: M/L|2 kurta size M and size L|kurtas 1 M 1 L|2 kurta M aur L bhej do
"""


@pytest.mark.parametrize("said", [one.strip() for line in ONE_EACH.strip().splitlines() for one in line.split("|")])
def test_two_pieces_and_two_sizes_are_one_of_each(said: str) -> None:
    assert [(one.wares, one.size, one.quantity) for one in read_wishes(said, SHELF)] == [
        ((KURTA,), "M", 1),
        ((KURTA,), "L", 1),
    ]
    change = read_change(said, SHELF)
    assert change is not None
    assert [one.size for one in change.wishes] == ["M", "L"]


def test_what_stands_beside_is_counted_by_itself() -> None:
    wishes = read_wishes("1 mug and 2 kurtas in S and L please", SHELF)
    assert [(one.wares, one.size, one.quantity) for one in wishes] == [
        ((MUG,), "", 1),
        ((KURTA,), "S", 1),
        ((KURTA,), "L", 1),
    ]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("3 kurtas, 2 M and 1 L", [("M", 2), ("L", 1)]),
        ("2 kurtas in M and 1 in L", [("M", 2), ("L", 1)]),
        ("kurta M and L", [("M", 0), ("L", 0)]),
        ("3 kurtas S/M/L", [("S", 1), ("M", 1), ("L", 1)]),
    ],
)
def test_each_size_as_many_as_is_said(said: str, lines: list[tuple[str, int]]) -> None:
    assert [(one.size, one.quantity) for one in read_wishes(said, SHELF)] == lines


@pytest.mark.parametrize("said", ["3 kurtas M and L", "4 kurtas, M, L", "1 kurta M and L", "3 kurtas, 1 M and 1 L"])
def test_what_does_not_fit_is_asked(said: str) -> None:
    spread, wish = uneven(said, SHELF), read_wish(said, SHELF)
    assert spread is not None
    assert spread.sizes == ("M", "L")
    assert wish is not None
    assert (wish.wares, wish.size, wish.quantity) == ((KURTA,), "", spread.pieces)


@pytest.mark.parametrize("said", ["2 kurta M or L", "2 kurtas M", "2 kurtas and 1 mug", "kurta in M not L", "2 mugs"])
def test_no_other_text_is_spread(said: str) -> None:
    assert uneven(said, SHELF) is None
