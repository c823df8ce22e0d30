"""What customers say where they are asked which size: several sizes, or the size and other goods."""

import pytest

from handlers.sourcing.replies.sizing import Sized, part_size, read_sizes
from handlers.sourcing.replies.stock.goods import Goods, Shelf

KURTA = Goods("K", "Block Print Kurta", ("S", "M", "L"))
SHELF = Shelf([KURTA, Goods("T", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("one M one L", (("M", 1), ("L", 1))), ("2 in L and one in M", (("L", 2), ("M", 1))),
        ("M and L", (("M", 0), ("L", 0))), ("M aur L dono", (("M", 0), ("L", 0))), ("L 2 M 1", (("L", 2), ("M", 1))),
        ("ek M aur ek L", (("M", 1), ("L", 1))), ("1 L, 1 M", (("L", 1), ("M", 1))),
        ("एक M एक L", (("M", 1), ("L", 1))),
        ("uno M y dos L", (("M", 1), ("L", 2))), ("kurta one M one L", (("M", 1), ("L", 1))),
        ("2 S, 1 M and 3 L", (("S", 2), ("M", 1), ("L", 3))),
        ("M or L", ()), ("M L", ()), ("2 L", ()), ("M", ()), ("M not L", ()), ("S M L", ()), ("M 2 pieces", ()),
        ("2", ()),
        ("which is bigger, M and L?", ()), ("one M and one XL", ()), ("kurta", ()), ("", ()), ("99 M and 1 L", ()),
        ("M and M", ()),
    ],
)  # fmt: skip
def test_several_sizes(text: str, sizes: tuple[tuple[str, int], ...]) -> None:
    assert read_sizes(text, KURTA) == tuple(Sized(*one) for one in sizes)


@pytest.mark.parametrize(
    ("text", "size", "pieces", "rest"),
    [
        ("M and 2 mugs", "M", 0, "2 mugs"), ("M, and a mug too", "M", 0, "and a mug too"),
        ("L 2 and a mug", "L", 2, "a mug"),
        ("m size ka, saath mein 2 mug", "M", 0, "saath mein 2 mug"),
        ("M with a mug", "M", 0, "a mug"), ("medium plus mug", "M", 0, "mug"), ("2 and a mug", "M", 0, "a mug"),
    ],
)  # fmt: skip
def test_the_size_and_more(text: str, size: str, pieces: int, rest: str) -> None:
    assert part_size(text, KURTA, SHELF) == (Sized(size, pieces), rest)


@pytest.mark.parametrize(
    "text",
    [
        "and a mug", "M.", "", "a mug and M", "M, do you have mugs?", "nothing, thanks", "kurta in M pls n 2 mugs",
        "2 kurtas M and a mug", "1 mug, M and a mug",
    ],
)  # fmt: skip
def test_no_size_opens_it(text: str) -> None:
    assert part_size(text, KURTA, SHELF) is None
