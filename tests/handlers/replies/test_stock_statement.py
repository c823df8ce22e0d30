"""What a shop says that it has, in chat; and what must not be taken for a figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.stock.statement import MOST_PIECES, Statement, read_statement

SHELF = Shelf(
    [
        Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")),
        Goods("MUG", "Taj Mug", ("",)),
        Goods("KURTA-01", "Elephant Kurta", ("38", "40", "42")),
        Goods("LION", "Lion Shorts", ("M", "L", "XXL")),
        Goods("COVER14", "iPhone 14 Cover", ("",)),
        Goods("GANESH", "Ganesh Statue", ("Small", "Large")),
        Goods("T-9", "Delhi T-shirt", ("S", "M")),
        Goods("BLUE", "Blue Scarf", ("",)),
        Goods("70001", "Old Delhi Map", ("",)),
    ]
)


def figures(text: str) -> list[str]:
    """Each as "title size quantity", with its price."""
    counted = read_statement(text, SHELF).counted
    return [
        " ".join(
            part
            for part in (
                SHELF.goods[one.goods].title,
                one.size,
                str(one.quantity),
                f"@{one.price}" if one.price else "",
            )
            if part
        )
        for one in counted
    ]


CLEAR = {
    "tiger shorts L 5": ["Tiger Shorts L 5"],
    "Tiger Shorts - L - 5": ["Tiger Shorts L 5"],
    "tiger shorts l 5": ["Tiger Shorts L 5"],
    "tiger shorts: S-2, M-4, L-0": ["Tiger Shorts S 2", "Tiger Shorts M 4", "Tiger Shorts L 0"],
    "tiger shorts 3 XL": ["Tiger Shorts XL 3"],
    "tiger shorts large 4": ["Tiger Shorts L 4"],
    "mug 12, tiger shorts XL 3": ["Taj Mug 12", "Tiger Shorts XL 3"],
    "mug = 4\ntiger shorts m : 2": ["Taj Mug 4", "Tiger Shorts M 2"],
    "tiger shorts L 5 aur mug 3": ["Tiger Shorts L 5", "Taj Mug 3"],
    "12 mugs": ["Taj Mug 12"],
    "I have 5 mugs": ["Taj Mug 5"],
    "only 3 mugs left": ["Taj Mug 3"],
    "tengo 3 mug": ["Taj Mug 3"],
    "mug do dozen": ["Taj Mug 24"],
    "mug paanch": ["Taj Mug 5"],
    "mug ५": ["Taj Mug 5"],
    "tiger shorts l 5 @250": ["Tiger Shorts L 5 @250"],
    "lion shorts 2xl 4": ["Lion Shorts XXL 4"],
    "kurta 38 5, 40 6": ["Elephant Kurta 38 5", "Elephant Kurta 40 6"],
    "kurta size 40 5 pcs": ["Elephant Kurta 40 5"],
    "kurta-01 38 4": ["Elephant Kurta 38 4"],
    "iphone 14 cover 5": ["iPhone 14 Cover 5"],
    "COVER14 6": ["iPhone 14 Cover 6"],
    "old delhi map 4": ["Old Delhi Map 4"],
    "blue scarf 3": ["Blue Scarf 3"],
    "tiger shorts L khatam": ["Tiger Shorts L 0"],
    "ganesh statue large khatam": ["Ganesh Statue Large 0"],
    "mug nahi hai": ["Taj Mug 0"],
    "taj mug out of stock": ["Taj Mug 0"],
    "no hay mug": ["Taj Mug 0"],
    "mug 0": ["Taj Mug 0"],
    "tiger shorts L khatam, M 3": ["Tiger Shorts L 0", "Tiger Shorts M 3"],
    "haan 2 hai, tiger shorts L 5": ["Tiger Shorts L 5"],  # the two are of something else
    "2 hai aur mug 4": ["Taj Mug 4"],
    "lion shorts khatam": ["Lion Shorts M 0", "Lion Shorts L 0", "Lion Shorts XXL 0"],
}


@pytest.mark.parametrize(("text", "expected"), CLEAR.items(), ids=CLEAR)
def test_clear_lines_are_taken(text: str, expected: list[str]) -> None:
    assert figures(text) == expected
    assert read_statement(text, SHELF).unsure == ()


UNCLEAR = {
    "shorts L 5": ("Tiger Shorts", "Lion Shorts"),
    "tiger shorts 5": ("Tiger Shorts S/M/L/XL",),
    "tiger shorts XXL 5": ("Tiger Shorts S/M/L/XL",),
    "kurta 38 40": ("Elephant Kurta 38/40/42",),
    "kurta 38-40": ("Elephant Kurta 38/40/42",),
    f"mug {MOST_PIECES + 1}": ("Taj Mug",),
    "tiger shorts L 2.5": ("Tiger Shorts S/M/L/XL",),
    "mug 5 nahi 3": ("Taj Mug",),
    "no 5 mugs": ("Taj Mug",),
    "red mug 4": ("Taj Mug",),
    "mug 3 bik gaye": ("Taj Mug",),
    "mug 5 sold": ("Taj Mug",),
    "mug 5 hota to deta": ("Taj Mug",),
    "mug 5 dusri dukan pe": ("Taj Mug",),
    "mug 4 damaged": ("Taj Mug",),
    "mug 5 bhej diya": ("Taj Mug",),
    "mug 5 or 6": ("Taj Mug",),
    "mug 5 kal aayenge": ("Taj Mug",),
    "shayad mug 5": ("Taj Mug",),
    "5 mug were there": ("Taj Mug",),
    "price of mug 300": ("Taj Mug",),
    "mug 300 rs": ("Taj Mug",),
    "5 mugs 3": ("Taj Mug",),
    "yes 2 available mug 5": ("Taj Mug",),
    "blue vase 5": (),
}


@pytest.mark.parametrize(("text", "near"), UNCLEAR.items(), ids=UNCLEAR)
def test_what_is_not_clear_is_said_back_with_what_is_closest(text: str, near: tuple[str, ...]) -> None:
    read = read_statement(text, SHELF)
    assert read.counted == ()
    (unsure,) = read.unsure
    assert unsure.said == text
    assert set(near) <= set(unsure.near)
    assert len(unsure.near) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "2 hai",
        "haan 3",
        "kal tak",
        "L nahi XL hai",
        "1 yes 2 no 3 only 1",
        "L 5",
        "sab khatam",
        "hello",
        "tiger shorts L 5?",
        "tiger shorts kitna chahiye",
        "call me 5 baje",
        "my number 9811122233",
        "70001",
        "call 70001",
        "order 1234 mug 5",
        "mug 5 payment nahi aaya",
        "blue sold, maroon available 4",
        "",
    ],
)
def test_what_is_no_statement(text: str) -> None:
    assert figures(text) == []


def test_of_several_lines_those_that_are_clear_are_taken() -> None:
    read = read_statement("tiger shorts L 5\nshorts L 2\nmug 3", SHELF)
    assert [(one.goods, one.size, one.quantity) for one in read.counted] == [(0, "L", 5), (1, "", 3)]
    assert [one.said for one in read.unsure] == ["shorts L 2"]


def test_two_figures_for_the_same_are_none() -> None:
    read = read_statement("mug 5\nmug 6", SHELF)
    assert read.counted == ()
    assert [one.said for one in read.unsure] == ["mug 6"]
    assert figures("mug 5\nmug 5") == ["Taj Mug 5"]


def test_where_nothing_is_sold_nothing_is_stated() -> None:
    assert read_statement("mug 5", Shelf([])) == Statement()


@given(st.text(alphabet=st.sampled_from("tiger shorts mug LMX 0123456789,\n-:@.?khatam"), max_size=120))
def test_whatever_is_typed_figures_are_of_what_is_sold(text: str) -> None:
    for one in read_statement(text, SHELF).counted:
        assert one.size in SHELF.goods[one.goods].sizes
        assert 0 <= one.quantity <= MOST_PIECES
