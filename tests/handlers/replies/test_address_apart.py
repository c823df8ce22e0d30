"""An address is told apart from what is said before it, behind it, and on both sides of it."""

import pytest

from handlers.sourcing.replies.address_apart import part_from_order, part_from_pick
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("mug", "Taj Mug", ("",)), Goods("shorts", "Tiger Shorts", ("S", "M", "L"))])
SAKET, PARK, CALLE = "B-4 Saket, Delhi 110017", "12 Park Street, Delhi 110001", "Calle Mayor 5, 28013 Madrid"
HOUSE = "Saket House, Press Enclave Road, Delhi 110017"

CHANGES = [
    pytest.param(f"actually make it 3 and deliver to {SAKET}", SAKET, "actually make it 3", id="deliver to"),
    pytest.param(f"make it 3, {SAKET}", SAKET, "make it 3", id="comma"),
    pytest.param(f"make it 3 {SAKET}", SAKET, "make it 3", id="nothing between"),
    pytest.param(f"I need 3 at {SAKET}", SAKET, "I need 3", id="at a house"),
    pytest.param(f"I need 3 at {HOUSE}", HOUSE, "I need 3", id="at a house with a name"),
    pytest.param(f"2 kar do {PARK}", PARK, "2 kar do", id="hinglish"),
    pytest.param(f"teen kar do aur {SAKET}", SAKET, "teen kar do", id="hinglish, and"),
    pytest.param(f"que sean tres, {CALLE}", CALLE, "que sean tres", id="spanish"),
    pytest.param(f"mejor 3 y mándalo a {CALLE}", CALLE, "mejor 3", id="spanish, send it to"),
]
NUMBERS_OF_HOUSES = [
    f"send it to {PARK}",
    "deliver it to 12 4th Street, Delhi 110017",
    f"wing 2 a, {PARK}",
    f"Gate no 2, {PARK}",
    f"Flat 3, {PARK}",
    f"House of 5 stars, {PARK}",
    f"Rahul and 5 Brothers, {PARK}",
    "Sector 5, plot 2, Noida 201301",
    SAKET,
    HOUSE,
]


@pytest.mark.parametrize(("text", "address", "rest"), CHANGES)
def test_a_change_before_an_address(text: str, address: str, rest: str) -> None:
    picked, ordered = part_from_pick(text, SHELF), part_from_order(text, SHELF)
    assert picked is not None
    assert ordered is not None
    assert (picked.address, picked.rest) == (address, rest)
    assert (ordered.address, ordered.said) == (address, (rest,))


@pytest.mark.parametrize("text", NUMBERS_OF_HOUSES)
def test_the_number_of_a_house_changes_nothing(text: str) -> None:
    assert part_from_pick(text, SHELF) is None
    assert part_from_order(text, SHELF) is None


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        (f"yes, {SAKET} and make it 3", SAKET, "yes, make it 3"),
        (f"yes {SAKET}", SAKET, "yes"),
        (f"haan kar do, {PARK}, kab tak aayega", PARK, "haan kar do, kab tak aayega"),
        (f"2 mugs, {PARK}. How do I pay?", PARK, "2 mugs, How do I pay?"),
    ],
)
def test_what_stands_on_both_sides_is_read_together_while_goods_are_picked(text: str, address: str, rest: str) -> None:
    found = part_from_pick(text, SHELF)
    assert found is not None
    assert (found.address, found.rest) == (address, rest)


def test_of_an_order_the_question_is_answered_before_the_change() -> None:
    found = part_from_order(f"make it 2, {SAKET}, when will it come?", SHELF)
    assert found is not None
    assert (found.address, found.said) == (SAKET, ("when will it come?", "make it 2"))


@pytest.mark.parametrize("lead", ["send to", "please send", "bhej do", "deliver it to"])
def test_what_only_leads_to_an_address_agrees_to_nothing(lead: str) -> None:
    assert part_from_pick(f"{lead} {PARK}", SHELF) is None


def test_a_send_it_before_a_comma_is_a_yes() -> None:
    found = part_from_pick(f"bhej do, {PARK}", SHELF)
    assert found is not None
    assert found.rest == "bhej do"
