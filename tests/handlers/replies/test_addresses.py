"""What is an address, what may be one, and what is none, however many numbers stand in it."""

import pytest

from handlers.sourcing.replies.address_change import read_change
from handlers.sourcing.replies.addresses import (
    LONGEST,
    is_street,
    lacks_postal_code,
    on_one_line,
    read_address,
)
from handlers.sourcing.replies.postal_codes import completed

SURE = {
    "lines with a postal code": ("Flat 4, Shanti Apartments\n12 MG Road\nNew Delhi 110001", None),
    "a parted code": ("Saket Block B, 110 017", None),
    "a ZIP code": ("Dana Park, 1200 Lake Shore Drive, Chicago IL 60611-1234", None),
    "a British code": ("Flat 2 Baker Street London NW1 6XE", None),
    "a number and a place": ("12 gali Lajpat Nagar", None),
    "behind a label": ("my address is 12 MG Road, Delhi 110001", "12 MG Road, Delhi 110001"),
    "behind a label with a colon": ("ghar ka pata: makaan 12, gali 4, Dilli", "makaan 12, gali 4, Dilli"),
    "behind what is to be done": ("please deliver it to 12 MG Road 110001", "12 MG Road 110001"),
    "in Spanish": ("Calle Mayor 12, 3 piso, Madrid 28013", None),
    "in Devanagari": ("मकान 12, गली 4, लाजपत नगर, दिल्ली 110024", None),
}
DOUBTFUL = {
    "a place alone": "near hanuman mandir Dilli",
    "a comma alone": "Taj Palace, Sardar Patel Complex",
    "a number alone": "Rahul Verma 44 Defence",
    "a house and a town": "14 Fatehpura Udaipur",
    "a house and a park": "12 Bani Park Jaipur",
}
NONE = {
    "a yes": "yes",
    "a long yes": "haan ji theek hai bilkul",
    "a question": "do you deliver to 12 MG Road, Delhi 110001?",
    "a code alone": "110001",
    "of an order": "my order number 123456 is broken",
    "of paying": "I paid 899 on Monday, 110001",
    "what is wanted": "2 mugs chahiye size L, jaldi",
    "a change of mind": "change my mind, only one",
    "not known yet": "abhi address nahi pata, baad me deti hu",
    "a number of pieces": "only 2 of them please",
    "an hour": "ok thanks, call me at 5",
    "a wait": "mummy se puch ke batati hu, ruko",
    "another wait": "let me check, 5 min",
    "a phone": "9811111111",
    "too short": "Delhi 12",
    "too long": f"12 MG Road 110001 {'x' * LONGEST}",
    "too many lines": "\n".join(f"line {number}" for number in range(9)),
    "words alone": "I have no idea right now",
}


@pytest.mark.parametrize(("said", "kept"), SURE.values(), ids=SURE)
def test_an_address_is_taken(said: str, kept: str | None) -> None:
    found = read_address(said)
    assert found is not None
    assert (found.text, found.sure) == (kept or said, True)


@pytest.mark.parametrize("said", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_may_be_an_address_is_to_be_confirmed(said: str) -> None:
    found = read_address(said)
    assert found is not None
    assert not found.sure


@pytest.mark.parametrize("said", NONE.values(), ids=NONE)
def test_what_is_no_address_is_left_to_others(said: str) -> None:
    assert read_address(said) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("change my address", ""),
        ("I want to change the delivery address please", ""),
        ("mera pata badalna hai", ""),
        ("cambiar mi dirección", ""),
        ("पता बदलना है", ""),
        ("my address is wrong", ""),
        ("change my address to 14 Park Street, Kolkata 700016", "14 Park Street, Kolkata 700016"),
        ("new address: 7 Park Street\nKolkata 700016", "7 Park Street\nKolkata 700016"),
        ("what is your address?", None),
        ("delete my address", None),
        ("I changed my mind about the mug", None),
        ("my address is 12 MG Road", None),
    ],
)
def test_a_change_is_read_with_the_new_address_behind_it(said: str, wanted: str | None) -> None:
    assert read_change(said) == wanted


def test_lines_are_one_in_a_sentence() -> None:
    assert on_one_line("Flat 4,\n12 MG Road\nDelhi 110001") == "Flat 4, 12 MG Road, Delhi 110001"


@pytest.mark.parametrize(
    ("address", "country", "lacks"),
    [
        ("12 MG Road, New Delhi", "IN", True),
        ("12 MG Road, New Delhi 110001", "IN", False),
        ("12 MG Road, New Delhi - 110 001", "IN", False),
        ("Flat 4, Saket, call 9811044556", "IN", True),
        ("12 Main St, Newark", "US", True),
        ("12 Main St, Newark, NJ 07102", "US", False),
        ("12 Main St, Newark, NJ 07102-1234", "US", False),
        ("12345 Main St, Newark, NJ", "US", True),
        ("12 Main St, Newark, NJ 07102", "IN", False),
        ("Calle Mayor 3, Madrid", "ES", False),
    ],
)
def test_a_postal_code_that_an_address_lacks(address: str, country: str, lacks: bool) -> None:
    assert lacks_postal_code(address, country) is lacks


STREET, TOWN = "5 Elm St", "12 MG Road, Delhi. "


@pytest.mark.parametrize(
    ("address", "text", "country", "whole"),
    [
        (TOWN, "110001", "IN", "12 MG Road, Delhi 110001"),
        (TOWN, "110 001", "IN", "12 MG Road, Delhi 110 001"),
        (TOWN, "PIN code: 110001", "IN", "12 MG Road, Delhi 110001"),
        (TOWN, "pincode 110001 hai", "IN", "12 MG Road, Delhi 110001"),
        (TOWN, "sorry, my pin is 110001", "IN", "12 MG Road, Delhi 110001"),
        (TOWN, "bhaiya pin code 110001", "IN", "12 MG Road, Delhi 110001"),
        (TOWN, "पिन कोड 110001 है", "IN", "12 MG Road, Delhi 110001"),
        (TOWN, "Delhi 110001", "IN", "12 MG Road, Delhi 110001"),
        ("12 MG Road", "New Delhi - 110001", "IN", "12 MG Road, New Delhi 110001"),
        (TOWN, "010001", "IN", None),
        (TOWN, "1234", "IN", None),
        (TOWN, "order 110001 for me and my three friends", "IN", None),
        (TOWN, "not Pune 411001", "IN", None),
        (TOWN, "7 Park Street, Kolkata 700016", "IN", None),
        (TOWN, "Lake Road Kolkata 700016", "IN", None),
        (STREET, "my zip is 07102-1234.", "US", "5 Elm St 07102-1234"),
        (STREET, "Clayton MO 63105", "US", "5 Elm St, Clayton MO 63105"),
        (STREET, "Clayton, MO, zip 63105", "US", "5 Elm St, Clayton, MO 63105"),
        (STREET, "it's St. Louis, MO 63101", "US", "5 Elm St, St. Louis, MO 63101"),
        (STREET, "Hartford CT 06103", "US", "5 Elm St, Hartford CT 06103"),
        (STREET, "is it Clayton MO 63105?", "US", None),
        (STREET, "110001", "US", None),
        (STREET, "28001", "ES", None),
    ],
)
def test_what_an_address_lacked_completes_it(address: str, text: str, country: str, whole: str | None) -> None:
    assert completed(address, text, country) == whole


@pytest.mark.parametrize(
    ("address", "alone"),
    [
        ("5 Elm St", True),
        ("5 Elm St., Apt 4B", True),
        ("Flat 4, Shanti Apartments", True),
        ("मकान 12, गली 4", True),
        ("200 Market St, St. Louis", False),
        ("7 Park Street, Kolkata", False),
        ("12 MG Road New Delhi", False),
        ("near the old post office, Karol Bagh", False),
    ],
)
def test_a_street_alone_says_no_town(address: str, alone: bool) -> None:
    assert is_street(address) is alone


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("that's wrong, it's 200 Market St, St. Louis MO 63101", "200 Market St, St. Louis MO 63101"),
        ("no, 200 Market St, St. Louis MO 63101", "200 Market St, St. Louis MO 63101"),
        ("oops that's not right. my address is 200 Market St, St. Louis", "200 Market St, St. Louis"),
        ("galat hai, 12 MG Road, Delhi 110001", "12 MG Road, Delhi 110001"),
        ("गलत है, सही पता है मकान 12, गली 4, दिल्ली", "मकान 12, गली 4, दिल्ली"),
        ("está mal, es Calle Mayor 12, Madrid 28013", "Calle Mayor 12, Madrid 28013"),
        ("No. 5, MG Road, Delhi 110001", "No. 5, MG Road, Delhi 110001"),
        ("5 Elm St", "5 Elm St"),
    ],
)
def test_what_says_that_the_address_is_wrong_is_no_part_of_it(said: str, right: str) -> None:
    found = read_address(said)
    assert found is not None
    assert (found.text, found.sure) == (right, True)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("address change karo, 7 Park Lane, Delhi 110002", "7 Park Lane, Delhi 110002"),
        ("address flat 9 rose apartments mg road pune 411001", "flat 9 rose apartments mg road pune 411001"),
        ("deliver to my office instead: 44 Nehru Place, New Delhi 110019", "44 Nehru Place, New Delhi 110019"),
        ("pata badal do: 7 Park Lane, Delhi 110002", "7 Park Lane, Delhi 110002"),
        ("mera pata likh lo 12 Bani Park Jaipur 302016", "12 Bani Park Jaipur 302016"),
        ("ghar nahi, office bhejna: 44 Nehru Place 110019", "44 Nehru Place 110019"),
        ("kindly send it to flat 9 Rose villa", "flat 9 Rose villa"),
        ("envíalo a mi oficina: Calle 7 #12, Madrid 28013", "Calle 7 #12, Madrid 28013"),
        ("पता बदलो, 7 पार्क लेन, दिल्ली 110002", "7 पार्क लेन, दिल्ली 110002"),
        ("deliver to New Delhi Block 5 110001", "New Delhi Block 5 110001"),
        ("Office 5, Send Road, Delhi 110001", "Office 5, Send Road, Delhi 110001"),
        ("Home Sweet Home, 5 MI Road, Jaipur", "Home Sweet Home, 5 MI Road, Jaipur"),
    ],
)
def test_what_says_that_an_address_follows_is_no_part_of_it(said: str, address: str) -> None:
    found = read_address(said)
    assert found is not None
    assert found.text == address
