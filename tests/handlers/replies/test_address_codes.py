"""Which of two postal codes is right, where a customer puts one right."""

import pytest

from handlers.sourcing.replies.address_parts import read_other_code

NOTED = "7 MG Road Bengaluru 560001"


@pytest.mark.parametrize(
    "said",
    [
        "pincode is 560038 not 560001",
        "560038 not 560001",
        "not 560001 but 560038",
        "560038 instead of 560001",
        "change pin from 560001 to 560038",
        "wrong pin 560001, right is 560038",
        "the pin should be 560038 not 560001",
        "560001 nahi 560038",
        "560001 nahi, 560038",
        "560038 hai 560001 nahi",
        "pin 560001 galat hai 560038 sahi hai",
        "560001 ki jagah 560038",
        "el codigo es 560038, no 560001",
        "no es 560001 sino 560038",
        "560038 en vez de 560001",
        "पिन 560001 नहीं 560038 है",
        "560001 की जगह 560038",
    ],
)
def test_the_code_that_is_not_noted_is_the_right_one(said: str) -> None:
    assert read_other_code(NOTED, said, "IN") == "560038"


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("560001 not 560038", "560001"),
        ("560038 nahi 560001", "560001"),
        ("560001 or 560038", ""),
        ("560001 ya 560038", ""),
        ("is it 560038 not 560001?", ""),
        ("12 Park Street 110001 not 110002", ""),
        ("560038", ""),
    ],
)
def test_what_is_noted_stays_or_nothing_is_told(said: str, right: str) -> None:
    assert read_other_code(NOTED, said, "IN") == right
