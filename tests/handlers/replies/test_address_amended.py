"""A part of an address that is put right by itself, or added: all else of the address stays."""

import pytest

from handlers.sourcing.replies.address_amended import amended
from handlers.sourcing.replies.address_parts import missing

ROAD, PLAIN = "12 MG Road, Bengaluru 560038", "12 MG Road Bengaluru 560038"
NAMED, FLAT = "Asha Rao, 12 MG Road, Indiranagar, Bengaluru 560038", "Flat 3, 12 MG Road, Bengaluru 560038"
CALLE, GALI = "Calle Mayor 5, 28013 Madrid", "मकान 12, गली 4, दिल्ली 110024"


@pytest.mark.parametrize(
    ("known", "said", "whole"),
    [
        (ROAD, "21 MG Road", "21 MG Road, Bengaluru 560038"),
        (ROAD, "21", "21 MG Road, Bengaluru 560038"),
        (ROAD, "B-22", "B-22 MG Road, Bengaluru 560038"),
        (ROAD, "21 Park Street", "21 Park Street, Bengaluru 560038"),
        (ROAD, "5th floor", "5th floor, 12 MG Road, Bengaluru 560038"),
        (PLAIN, "21 MG Road hai", "21 MG Road Bengaluru 560038"),
        (PLAIN, "flat 9 hai", "flat 9, 12 MG Road Bengaluru 560038"),
        (NAMED, "21 MG Road", "Asha Rao, 21 MG Road, Indiranagar, Bengaluru 560038"),
        (NAMED, "5th floor", "Asha Rao, 5th floor, 12 MG Road, Indiranagar, Bengaluru 560038"),
        (FLAT, "Flat 9", "Flat 9, 12 MG Road, Bengaluru 560038"),
        (FLAT, "21 MG Road", "Flat 3, 21 MG Road, Bengaluru 560038"),
        (CALLE, "Calle Mayor 7", "Calle Mayor 7, 28013 Madrid"),
        (CALLE, "piso 3", "piso 3, Calle Mayor 5, 28013 Madrid"),
        (GALI, "5वीं मंज़िल", "5वीं मंज़िल, मकान 12, गली 4, दिल्ली 110024"),
    ],
)
def test_the_rest_stays(known: str, said: str, whole: str) -> None:
    assert amended(known, said) == whole


@pytest.mark.parametrize(
    "said", ["", "Mumbai", "21 MG Road, Mumbai", "5 Park Street, Delhi 110001", "I want a mug", "cancel it", "21?"]
)
def test_what_is_no_part_of_it(said: str) -> None:
    assert amended(ROAD, said) == ""


def test_a_number_alone_may_be_that_of_the_flat() -> None:
    assert amended(FLAT, "21") == ""


@pytest.mark.parametrize("address", ["221B Baker Street, London NW1 6XE", "24 Sussex Drive, Ottawa K1M 1M4"])
def test_an_address_abroad_with_its_code_lacks_nothing(address: str) -> None:
    assert missing(address, "IN") == frozenset()
    assert missing(address, "US") == frozenset()


@pytest.mark.parametrize("behind", [" 9811012345", ", 98110 12345", ", in front of gate 2"])
def test_what_stands_behind_a_code_hides_no_town(behind: str) -> None:
    assert missing(f"12 MG Road, Bengaluru 560038{behind}", "IN") == frozenset()
