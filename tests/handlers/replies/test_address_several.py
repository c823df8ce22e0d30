"""Two places in one text are told from one that is named in many words."""

import pytest

from handlers.sourcing.replies.address_several import tells_two_places


@pytest.mark.parametrize(
    "text",
    [
        "2 elephants, one to 5 MG Road Pune 411001, one to 9 Lajpat Nagar Delhi 110024",
        "1 mug for my sister at 12 Bani Park Jaipur 302016 and 1 for me at 5 MI Road Jaipur 302001",
        "2 mugs, ek B-4 Saket Delhi 110017 aur ek 5 MI Road Jaipur 302001 pe",
        "2 tazas, una a Calle Luna 5, 411001 Pune y otra a 9 Lajpat Nagar Delhi 110024",
        "one mug to 5 MG Road Pune and one to 9 Lajpat Nagar Delhi",
        "send 1 to 5 MG Road and the other to 9 Park Street",
        "दो मग, एक B-4 साकेत दिल्ली 110017 और एक 5 MI Road जयपुर 302001",
    ],
)
def test_two_places(text: str) -> None:
    assert tells_two_places(text)


@pytest.mark.parametrize(
    "text",
    [
        "5 MI Road Jaipur 302001 not 302002",
        "5 MI Road Jaipur 302001, phone 987654",
        "no, 12 MG Road Pune 411001 instead of 9 Lajpat Nagar Delhi 110024",
        "my old address was 5 MI Road Jaipur 302001, now 9 Lajpat Nagar Delhi 110024",
        "5 MI Road Jaipur 302001, Rajasthan 302001",
        "2 mugs to 5 MG Road, Pune 411001",
        "deliver to 5 MG Road and call me at 9812345678",
        "10001 Main St, Reno NV 89501",
        "12 Park Street, 2nd floor, opposite to 14 Market, Delhi 110001",
        "5 MG Road Pune 411001 or 9 Lajpat Nagar Delhi 110024?",
    ],
)
def test_one_place(text: str) -> None:
    assert not tells_two_places(text)
