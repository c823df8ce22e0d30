"""What else is offered: which products and sizes, in which order, and what is never offered."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sourcing.alternatives import Offerable, choose_alternatives
from tests.cases import each

UNIT = 1_000_000
TIGER = Offerable(UUID(int=1), "TIGER-SHORTS", "Tiger Print Shorts", "Shorts", 899 * UNIT, "L", available=False)


def size(name: str, available: bool = True) -> Offerable:
    return replace(TIGER, size=name, available=available)


def other(
    number: int,
    title: str,
    category: str | None = "Shorts",
    price: float = 899,
    size: str = "L",
    available: bool = True,
) -> Offerable:
    return Offerable(UUID(int=number), f"SKU-{number}", title, category, int(price * UNIT), size, available)


def sizes(wanted: Offerable, names: list[str]) -> list[str]:
    found = choose_alternatives(wanted, [replace(wanted, size=name, available=True) for name in names], most=9)
    return [one.size for one in found]


@each(
    ("wanted", "there", "order"),
    [
        pytest.param("L", ["S", "M", "XL", "XXL"], ["XL", "M", "XXL", "S"], id="the nearest first, then the larger"),
        pytest.param("XL", ["3XL", "XXL", "L"], ["XXL", "L", "3XL"], id="XXL stands between XL and 3XL"),
        pytest.param("2XL", ["XXL", "xxl ", "3XL"], ["3XL"], id="two ways to write one size"),
        pytest.param("XS", ["L", "S", "XXS"], ["S", "XXS", "L"], id="small ones"),
        pytest.param("42", ["44", "41", "42.5", "40,5"], ["42.5", "41", "40,5", "44"], id="numbers"),
        pytest.param("L", ["42", "5L", "M"], ["M", "42", "5L"], id="other kinds of sizes come last"),
        pytest.param("one size", ["M", "L"], ["L", "M"], id="a size that says nothing"),
        pytest.param("L", ["l", " L", "L"], [], id="the wanted size, however it is written"),
    ],
)
def test_other_sizes_of_the_product(wanted: str, there: list[str], order: list[str]) -> None:
    assert sizes(size(wanted), there) == order


LION = other(2, "Lion Print Shorts")
PLAIN = other(3, "Plain Shorts")
SHIRT = other(4, "Tiger Print Shirt", "Shirts")
MUG = other(5, "Elephant Mug", "Kitchen", size="")


@each(
    ("offered", "found"),
    [
        pytest.param([], [], id="nothing is offered"),
        pytest.param([TIGER, size("L")], [], id="what was wanted is no alternative to itself"),
        pytest.param([LION, size("M")], [size("M"), LION], id="another size comes before another product"),
        pytest.param([PLAIN, LION], [LION, PLAIN], id="the more alike title first"),
        pytest.param([SHIRT, LION], [LION, SHIRT], id="its own category first"),
        pytest.param([MUG], [], id="something else altogether"),
        pytest.param([size("M", available=False), replace(LION, available=False)], [], id="nothing of it can be had"),
        pytest.param([replace(LION, size="M")], [], id="another product in another size fits nobody"),
        pytest.param([replace(LION, size="")], [replace(LION, size="")], id="another product without sizes"),
        pytest.param([replace(LION, category=None)], [replace(LION, category=None)], id="no category, a title alike"),
        pytest.param([other(6, "Cargo", None)], [], id="no category and another title"),
        pytest.param([other(6, "Cargo", price=449)], [], id="less than half the price"),
        pytest.param([other(6, "Cargo", price=449.5)], [other(6, "Cargo", price=449.5)], id="half the price"),
        pytest.param([other(6, "Cargo", price=1798)], [other(6, "Cargo", price=1798)], id="twice the price"),
        pytest.param([other(6, "Cargo", price=1799)], [], id="more than twice the price"),
        pytest.param([other(6, "Cargo", price=0)], [other(6, "Cargo", price=0)], id="a price nobody knows"),
        pytest.param(
            [other(7, "A", price=1200), other(6, "B", price=700), other(8, "C", price=1000)],
            [other(8, "C", price=1000), other(6, "B", price=700), other(7, "A", price=1200)],
            id="the nearer price where titles say nothing",
        ),
        pytest.param([other(7, "B"), other(6, "A")], [other(6, "A"), other(7, "B")], id="by title at last"),
        pytest.param([LION, LION, PLAIN], [LION, PLAIN], id="each once"),
        pytest.param(
            [LION, PLAIN, SHIRT, size("M"), size("XL")], [size("XL"), size("M"), LION], id="no more than three"
        ),
        pytest.param(
            [other(6, "TIGER-print short", "shirts")], [other(6, "TIGER-print short", "shirts")], id="spelling"
        ),
    ],
)
def test_what_is_offered_in_its_place(offered: list[Offerable], found: list[Offerable]) -> None:
    assert list(choose_alternatives(TIGER, offered)) == found


def test_one_size_of_another_product_is_enough_when_the_wanted_one_has_none() -> None:
    wanted = replace(TIGER, size="")
    assert [one.sku for one in choose_alternatives(wanted, [LION, replace(LION, size="M"), PLAIN])] == [
        "SKU-2",
        "SKU-3",
    ]


def test_titles_in_devanagari_are_read_with_their_vowel_signs() -> None:
    wanted = replace(TIGER, title="बाघ प्रिंट शॉर्ट्स", category=None)
    like = other(6, "शेर प्रिंट शॉर्ट्स", None)
    assert choose_alternatives(wanted, [like, other(7, "हाथी कप", None)]) == (like,)


offerables = st.builds(
    Offerable,
    product=st.integers(1, 4).map(lambda number: UUID(int=number)),
    sku=st.sampled_from(["A", "B"]),
    title=st.sampled_from(["Tiger Shorts", "Lion Shorts", "Tiger Mug", "", "बाघ"]) | st.text(max_size=8),
    category=st.sampled_from(["Shorts", "Mugs", None, ""]),
    price=st.sampled_from([0, 1, 450, 899, 1800]) | st.integers(-5, 10**15),
    size=st.sampled_from(["", "S", "M", "l", "2XL", "XXL", "42", "4²", "٤٢"]) | st.text(max_size=4),
    available=st.booleans(),
)


@given(wanted=offerables, offered=st.lists(offerables, max_size=12), data=st.data())
def test_only_what_can_be_had_whatever_the_order(
    wanted: Offerable, offered: list[Offerable], data: st.DataObject
) -> None:
    found = choose_alternatives(wanted, offered)
    assert len(found) <= 3
    assert all(one.available and one in offered for one in found)
    assert all((one.product, one.size) != (wanted.product, wanted.size) for one in found)
    own = [one.product == wanted.product for one in found]
    assert own == sorted(own, reverse=True)
    assert choose_alternatives(wanted, data.draw(st.permutations(offered))) == found
