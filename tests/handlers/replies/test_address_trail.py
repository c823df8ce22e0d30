"""Courtesy and haste around an address are no part of it."""

import pytest

from handlers.sourcing.replies.address_parts import read_part
from handlers.sourcing.replies.addresses import read_address

PARK, CALLE, GALI = "12 Park Street, Delhi 110001", "Calle Mayor 5, 28013 Madrid", "मकान 12, गली 4, दिल्ली 110024"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"{PARK} jaldi bhejna", PARK),
        (f"{PARK} jaldi se bhej do bhai", PARK),
        (f"{PARK} jaldi chahiye", PARK),
        (f"{PARK} please send fast", PARK),
        (f"{PARK}, as soon as possible please", PARK),
        (f"{PARK} thanks a lot!", PARK),
        (f"{PARK}\nThank you", PARK),
        (f"{PARK} 🙏🙏", PARK),
        (f"{PARK}, near gate 2, jaldi please", f"{PARK}, near gate 2"),
        (f"{PARK}, 9812345678, thanks", f"{PARK}, 9812345678"),
        (f"{CALLE} gracias", CALLE),
        (f"{CALLE}, muchas gracias", CALLE),
        (f"{CALLE} y envíalo rápido por favor", CALLE),
        ("Calle Mayor 5, Madrid 28013 gracias", "Calle Mayor 5, Madrid 28013"),
        (f"{GALI} जल्दी भेजना", GALI),
        (f"please send fast to {PARK}", PARK),
        (f"jaldi bhejna, {PARK}", PARK),
    ],
)
def test_it_is_left_out(text: str, address: str) -> None:
    found = read_address(text)
    assert found is not None
    assert found.text == address


@pytest.mark.parametrize(
    "text",
    [
        f"{PARK}, leave it with the guard",
        f"{PARK}, near Fast Gym",
        f"{PARK}, Jaldi Chowk ke paas",
        f"{PARK}, ring the bell twice",
        f"{PARK}, care of Thanks Stores",
    ],
)
def test_all_else_stays(text: str) -> None:
    found = read_address(text)
    assert found is not None
    assert found.text == text


def test_it_is_left_out_behind_a_code_alone() -> None:
    assert read_part("110001 jaldi bhejna", "IN") == "110001"
