"""An address behind a wish or an answer is told apart from it, and so is a question that the settings answer."""

import pytest

from handlers.sourcing.replies.address_beside import Beside, part_address
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("said", "rest", "address"),
    [
        ("i want 2 mugs pls, deliver to 5 MI Road Jaipur 302001", "i want 2 mugs pls", "5 MI Road Jaipur 302001"),
        ("i want 2 mugs deliver to 5 MI Road Jaipur 302001", "i want 2 mugs", "5 MI Road Jaipur 302001"),
        ("shorts L chahiye, mera pata 12 Bani Park Jaipur 302016", "shorts L chahiye", "12 Bani Park Jaipur 302016"),
        ("shorts L chahiye 12 Bani Park Jaipur 302016", "shorts L chahiye", "12 Bani Park Jaipur 302016"),
        ("haan, 3 kar do aur address 5 MI Road 302001", "haan, 3 kar do", "5 MI Road 302001"),
        ("haan kar do, 14 Fatehpura Udaipur 313001", "haan kar do", "14 Fatehpura Udaipur 313001"),
        ("2 mugs bhej do, 1 shorts L, 5 MI Road 302001", "2 mugs bhej do, 1 shorts L", "5 MI Road 302001"),
        ("yes please deliver to Flat 4, 12 MG Road 110001", "yes", "Flat 4, 12 MG Road 110001"),
        ("2 mugs please\n12 MG Road\nDelhi 110001", "2 mugs please", "12 MG Road\nDelhi 110001"),
        (
            "quiero 2 mugs, mi dirección es Calle Mayor 12, Madrid 28013",
            "quiero 2 mugs",
            "Calle Mayor 12, Madrid 28013",
        ),
        ("2 मग चाहिए, मेरा पता 12 बनी पार्क जयपुर 302016", "2 मग चाहिए", "12 बनी पार्क जयपुर 302016"),
    ],
)
def test_an_address_stands_behind_what_is_said(said: str, rest: str, address: str) -> None:
    found = part_address(said, SHELF)
    assert found is not None
    assert (found.rest, found.address) == (rest, address)


@pytest.mark.parametrize(
    "said",
    [
        "ek mug, same address pe",
        "ek mug purane pate par bhej do",
        "ek mug to the same address",
        "ek mug, same address as last time",
    ],
)
def test_the_same_address_is_told_apart_too(said: str) -> None:
    assert part_address(said, SHELF) == Beside("ek mug", same=True, called=True)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("yes, 2 mugs and 1 shorts in M", id="goods alone"),
        pytest.param("12 MG Road Delhi 110001", id="an address alone"),
        pytest.param("same address pe", id="the same alone"),
        pytest.param("2 mugs, do you deliver to 5 MI Road Jaipur 302001?", id="a question"),
        pytest.param("change my mind, only one", id="no address"),
    ],
)
def test_where_no_address_stands_beside_anything(said: str) -> None:
    assert part_address(said, SHELF) is None
