"""The stock that a shop counts in chat or in a list; and what must not be read as a count."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from flows.availability import Availability
from flows.money import Money
from handlers.sourcing.replies.stock.stock_list_file import Listed
from handlers.sourcing.shop.stock_count_lines import GoodsShelf, place_row, read_counts
from storage.store.products import Listing, Product
from tests.cases import each
from tests.handlers.replies.listed import phrases

GOODS = [
    ("SHORTS", "Tiger Shorts", ("S", "M", "L", "XXL")),
    ("MUG", "Taj Mug", ()),
    ("KURTA-01", "Elephant Kurta", ("38", "40", "42")),
    ("LION", "Lion Shorts", ("M", "L")),
    ("COVER14", "iPhone 14 Cover", ()),
    ("BLUE", "Blue Scarf", ()),
    ("70001", "Old Delhi Map", ()),
]


def product(number: int, sku: str, title: str, sizes: tuple[str, ...]) -> Product:
    return Product(UUID(int=number), Listing(sku, title, Money.parse(9, "INR"), Availability.IN_STOCK, sizes))


SHELF = GoodsShelf([product(number, *one) for number, one in enumerate(GOODS)])


@each(
    ("text", "counts"),
    [
        ("tiger shorts L 5", ["SHORTS L 5"]),
        ("Tiger Shorts large: 5", ["SHORTS L 5"]),
        ("mug 12, tiger shorts xxl 3", ["MUG  12", "SHORTS XXL 3"]),
        ("mugs = 4\ntiger shorts m 0", ["MUG  4", "SHORTS M 0"]),
        ("mug ५", ["MUG  5"]),
        ("lion shorts m 4", ["LION M 4"]),
        ("kurta 40 6", ["KURTA-01 40 6"]),
        ("kurta-01 38 4", ["KURTA-01 38 4"]),
        ("iphone 14 cover 5", ["COVER14  5"]),
        ("70001 4", ["70001  4"]),
        ("SHORTS L 4", ["SHORTS L 4"]),
    ],
)
def test_a_line_of_goods_a_size_and_a_number_is_a_count(text: str, counts: list[str]) -> None:
    assert [f"{one.product.sku} {one.size} {one.quantity}" for one in read_counts(text, SHELF)] == counts


@each(
    "text",
    phrases("""
        shorts L 5|tiger shorts 5|tiger shorts 4XL 5|kurta 38 40|kurta 38-40|mug 1000|tiger shorts L 2.5|mug -2|mug 1e9
        mug 5 nahi 3|red mug 4|mug 3 bik gaye|mug 5 sold|mug 4 damaged|mug 5 or 6|shayad mug 5|price of mug 300|blue 5
        mug 300 rs|5 mugs 3|blue vase 5|iphone 14|mug khatam|2 hai|haan 3|L 5|hello|call 70001|order 1234 mug 5|,
        tiger shorts L 5?|my number 9811122233|mug 5, mug 6|tiger shorts L 5, kal tak|mug 12 5
    """),
)
def test_any_other_word_leaves_the_text_unread(text: str) -> None:
    assert read_counts(text, SHELF) == ()


@each(
    ("row", "meant"),
    [
        (Listed(2, "SHORTS", "", "L", 5), ("SHORTS", "L")),
        (Listed(2, "shorts", "", "l", 5), ("SHORTS", "L")),
        (Listed(2, "", "tiger short", "2XL", 5), ("SHORTS", "XXL")),
        (Listed(2, "", "Mug", "", 5), ("MUG", "")),
        (Listed(2, "MUG", "", "free size", 5), ("MUG", "")),
        (Listed(2, "unknown", "Taj Mug", "", 5), ("MUG", "")),
        (Listed(2, "", "Tigr Shorts", "S", 5), None),
        (Listed(2, "", "Shorts", "L", 5), None),
        (Listed(2, "", "Tiger Shorts", "", 5), None),
        (Listed(2, "SHORTS", "", "4XL", 5), None),
        (Listed(2, "HAT", "", "", 5), None),
        (Listed(2, "", "Blue Tiger Shorts", "L", 5), None),
    ],
)
def test_what_a_row_means(row: Listed, meant: tuple[str, str] | None) -> None:
    counted = place_row(row, SHELF)
    assert (None if counted is None else (counted.product.sku, counted.size)) == meant


def test_of_two_products_with_the_same_title_none_is_meant() -> None:
    twins = GoodsShelf([product(1, "A", "Mug", ()), product(2, "B", "Mug", ()), product(3, "C", "Taj Mug", ())])
    assert read_counts("mug 5", twins) == ()
    assert [one.product.sku for one in read_counts("taj mug 5", twins)] == ["C"]


@given(st.text(alphabet=st.sampled_from("tiger shorts mug LMX 0123456789,\n-:@.?khatam"), max_size=120))
def test_any_text_counts_only_what_is_sold(text: str) -> None:
    for one in read_counts(text, SHELF):
        assert one.size in one.product.sizes
        assert 0 <= one.quantity <= 999
