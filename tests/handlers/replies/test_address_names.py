"""Whose name stands on an address, what leads to it and follows it, and for whom something is ordered."""

import pytest

from handlers.sourcing.replies.address_beside import part_address
from handlers.sourcing.replies.address_names import name_on, with_name_of
from handlers.sourcing.replies.addresses import read_address
from handlers.sourcing.replies.recipients import part_recipient
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("MUG", "Taj Mug", ("",)), Goods("KURTA", "Block Print Kurta", ("S", "M"))])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("Joe Smith, 123 Main St, St. Louis MO 63101", "Joe Smith"),
        ("Ravi Kumar, Nehru Place, New Delhi 110019", "Ravi Kumar"),
        ("Ana de la Cruz\nCalle Mayor 12\nEl Paso TX 79901", "Ana de la Cruz"),
        ("रवि कुमार, 12 एमजी रोड, दिल्ली 110005", "रवि कुमार"),
        ("123 Main St, St. Louis MO 63101", ""),
        ("Nehru Place, New Delhi 110019", ""),
        ("Sterling Towers, 5 MG Road, Delhi 110001", ""),
        ("House 4, Sector 7, Noida 201301", ""),
        ("behind the temple, 5 MG Road, Delhi 110001", ""),
    ],
)
def test_a_name_begins_an_address(address: str, name: str) -> None:
    assert name_on(address) == name


def test_another_address_goes_to_the_same_person() -> None:
    before = "Joe Smith, 123 Main St, St. Louis MO 63101"
    assert with_name_of(before, "9 Oak Ave, Reno NV 89501") == "Joe Smith, 9 Oak Ave, Reno NV 89501"
    assert with_name_of(before, "Ann Lee, 9 Oak Ave, Reno NV 89501") == "Ann Lee, 9 Oak Ave, Reno NV 89501"
    assert with_name_of(before, f"{before}, USA") == f"{before}, USA"
    assert with_name_of("9 Oak Ave, Reno NV 89501", "1 Elm St, Reno NV 89501") == "1 Elm St, Reno NV 89501"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("actually send it to my office, Nehru Place, New Delhi 110019", "Nehru Place, New Delhi 110019"),
        ("wait, can you ship it to my mom's place: 7 Elm St, Reno NV 89501", "7 Elm St, Reno NV 89501"),
        ("oh sorry deliver to 44 Birch Rd, Reno NV 89501 instead", "44 Birch Rd, Reno NV 89501"),
        ("send it to my brother Amit, 12 MG Road, Delhi 110005", "Amit, 12 MG Road, Delhi 110005"),
        ("mejor envíalo a mi oficina, Avenida Juárez 44, El Paso TX 79902", "Avenida Juárez 44, El Paso TX 79902"),
        ("ruko, office bhej do: 5 MG Road, Delhi 110001 please", "5 MG Road, Delhi 110001"),
        ("पता बदलो: 9 सिविल लाइन्स, जयपुर 302006", "9 सिविल लाइन्स, जयपुर 302006"),
        ("Office 5, Nehru Place, New Delhi 110019", "Office 5, Nehru Place, New Delhi 110019"),
    ],
)
def test_words_around_an_address_are_no_part_of_it(said: str, address: str) -> None:
    found = read_address(said)
    assert found is not None
    assert found.text == address


@pytest.mark.parametrize(
    ("said", "rest", "address"),
    [
        (
            "send 1 mug to my mom Geeta, 7 Civil Lines, Jaipur 302006",
            "send 1 mug",
            "Geeta, 7 Civil Lines, Jaipur 302006",
        ),
        (
            "send a mug to Geeta Rao, 7 Civil Lines, Jaipur 302006",
            "send a mug",
            "Geeta Rao, 7 Civil Lines, Jaipur 302006",
        ),
        ("ek mug meri mummy Geeta ko bhejo, 7 MI Road 302006", "ek mug  bhejo", "Geeta, 7 MI Road 302006"),
        ("una mug para mi mamá Lupe, Calle 5, Jaipur 302006", "una mug", "Lupe, Calle 5, Jaipur 302006"),
        ("kurta M to my sister Asha Rao at 7 MI Road, Jaipur 302006", "kurta M", "Asha Rao, 7 MI Road, Jaipur 302006"),
    ],
)
def test_goods_go_to_whom_they_are_for(said: str, rest: str, address: str) -> None:
    found = part_address(said, SHELF)
    assert found is not None
    assert (found.rest, found.address) == (rest, address)


@pytest.mark.parametrize("said", ["2 mugs for Diwali", "2 mugs for 500", "send it", "mug ko dikhao"])
def test_nobody_is_named(said: str) -> None:
    assert part_recipient(said) == (said, "")
