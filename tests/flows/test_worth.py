"""What goods that came back were worth within their order."""

from __future__ import annotations

from flows.goods_worth import Goods, compute_worth
from tests.cases import each

SHOE, SOCK = Goods("AIR-9", "Air", "9", 1, 80_000_000), Goods("", "Sock", "M", 2, 10_000_000)
BOX = Goods("", "Box", "", 1)
CASES = {
    "a line by its number": ([Goods("AIR-9", "Other words", "", 1)], [SHOE, SOCK], 100, 80),
    "a line by its name": ([Goods("", " SOCK", "m", 1)], [SHOE, SOCK], 100, 10),
    "another number": ([Goods("AIR-8", "Air", "9", 1)], [SHOE, SOCK], 100, 0),
    "another size": ([Goods("", "Sock", "L", 1)], [SHOE, SOCK], 100, 0),
    "no size was told": ([Goods("", "Sock", "", 2)], [SHOE, SOCK], 100, 20),
    "more than was bought": ([Goods("", "Sock", "M", 9)], [SHOE, SOCK], 100, 20),
    "a piece that comes back twice": ([SHOE, SHOE], [SHOE, SOCK], 100, 80),
    "pieces of two lines of one thing": ([Goods("", "Sock", "M", 3)], [SOCK, SOCK], 40, 30),
    "a discount of the order": ([SHOE], [SHOE, SOCK], 50, 40),
    "shipping does not come back": ([SHOE, Goods("", "Sock", "M", 2)], [SHOE, SOCK], 115, 100),
    "all of a discounted order": ([SHOE, Goods("", "Sock", "M", 2)], [SHOE, SOCK], 90, 90),
    "one without a price beside one with": ([BOX], [SHOE, BOX], 80, 0),
    "the number in other letters": ([Goods("air-9", "", "", 1)], [SHOE, SOCK], 100, 80),
    "one says its size, one not": (
        [Goods("", "Sock", "", 1), Goods("", "Sock", "M", 1)],
        [Goods("", "Sock", "M", 1, 20_000_000), Goods("", "Sock", "L", 1, 30_000_000)], 50, 50,
    ),
    "a gift beside it": ([Goods("AIR-9", "", "", 1)], [Goods("AIR-9", "Air", "9", 1, 0), SHOE], 80, 80),
    "prices of nothing": ([BOX], [Goods("", "Box", "", 1, 0), Goods("", "Bag", "", 3, 0)], 100, 25),
    "no price at all": ([BOX], [BOX, Goods("", "Bag", "", 3)], 100, 25),
    "an order without lines": ([BOX], [], 100, 0),
    "a present": ([SHOE], [SHOE], 0, 0),
}  # fmt: skip


@each(("back", "bought", "total", "worth"), CASES.values(), ids=CASES)
def test_worth(back: list[Goods], bought: list[Goods], total: int, worth: int) -> None:
    assert compute_worth(back, bought, total * 1_000_000) == worth * 1_000_000
