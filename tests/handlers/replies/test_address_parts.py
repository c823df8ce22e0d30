"""A street, its town and its postal code, told one by one in any order."""

import pytest

from handlers.sourcing.replies.address_parts import joined, missing, read_part
from tests.handlers.replies.listed import phrases

STREET, HOUSE = "123 Main St", "Flat 4, Shanti Apartments"
NO_PARTS = """
    busy|home|call me|Tomorrow|Wait|same as before|hello|no idea|my house|wow|ok|yes|I will tell you|please hurry|blue
    leave it at the door|ring the bell|urgent|later please|cancel it|1|ghar|ghar pe|baad mein|kal bataungi|¿Pune?
    not Pune|my order number is 63105|is it 63105?
"""


@pytest.mark.parametrize(
    ("address", "country", "lacking"),
    [
        (STREET, "US", {"town", "code"}),
        ("123 Main St 63105", "US", {"town"}),
        ("123 Main St, St. Louis", "US", {"code"}),
        ("123 Main St, St. Louis 63105", "US", set()),
        ("63105", "US", {"street", "town"}),
        ("St. Louis, MO 63105-1234", "US", {"street"}),
        ("St. Louis", "US", {"street", "code"}),
        (HOUSE, "IN", {"town", "code"}),
        ("12 MG Road, Pune 411001", "IN", set()),
        ("12 MG Road New Delhi 110 001", "IN", set()),
        ("near the old post office, Karol Bagh 110005", "IN", set()),
        ("Pune 411001", "IN", {"street"}),
        ("Calle Mayor 12", "ES", set()),
    ],
)
def test_what_an_address_lacks(address: str, country: str, lacking: set[str]) -> None:
    assert missing(address, country) == lacking


@pytest.mark.parametrize(
    ("said", "country", "part"),
    [
        ("63105", "US", "63105"),
        ("my zip is 63105", "US", "63105"),
        ("St. Louis", "US", "St. Louis"),
        ("in St. Louis, MO", "US", "St. Louis, MO"),
        ("springfield", "US", None),
        ("Clayton MO 63105", "US", "Clayton MO 63105"),
        ("110001", "IN", "110001"),
        ("PIN code 110001", "IN", "110001"),
        ("Pune 411001", "IN", "Pune 411001"),
        ("pune", "IN", "pune"),
        ("Jaipur mein", "IN", "Jaipur"),
        ("shehar Pune hai", "IN", "Pune"),
        ("दिल्ली", "IN", "दिल्ली"),
        ("63105", "IN", None),
        ("63105", "ES", None),
    ],
)
def test_a_part_alone(said: str, country: str, part: str | None) -> None:
    assert read_part(said, country) == part


@pytest.mark.parametrize("said", phrases(NO_PARTS))
def test_other_words_are_no_part(said: str) -> None:
    assert read_part(said, "US") is None
    assert joined(STREET, said, "US") is None


@pytest.mark.parametrize(
    ("address", "said", "whole"),
    [
        (STREET, "St. Louis", "123 Main St, St. Louis"),
        (STREET, "springfield", "123 Main St, springfield"),
        ("123 Main St 63105", "in St. Louis, MO", "123 Main St, St. Louis, MO 63105"),
        ("63105", STREET, "123 Main St 63105"),
        ("63105", "123 Main St, St. Louis", "123 Main St, St. Louis 63105"),
        ("St. Louis 63105", STREET, "123 Main St, St. Louis 63105"),
        ("St. Louis", "123 Main St", "123 Main St, St. Louis"),
        ("St. Louis", "123 Main St 63105", "123 Main St, St. Louis 63105"),
        ("123 Main St, St. Louis", "Clayton", None),
        ("123 Main St, St. Louis 63105", "Clayton", None),
        (STREET, "9 Elm St", None),
    ],
)
def test_a_part_completes_what_was_told_before(address: str, said: str, whole: str | None) -> None:
    assert joined(address, said, "US") == whole


@pytest.mark.parametrize(
    ("before", "said", "whole"),
    [
        ("Gurgaon", "sector 18", "sector 18, Gurgaon"),
        ("Gurgaon", "near metro station", "near metro station, Gurgaon"),
        ("Gurgaon", "Flat 3B", "Flat 3B, Gurgaon"),
        ("Flat 3B", "Green Park", "Flat 3B, Green Park"),
        ("Flat 3B", "near metro station", "Flat 3B, near metro station"),
        ("Flat 3B, near metro station", "Gurgaon", "Flat 3B, near metro station, Gurgaon"),
        ("Gurgaon", "near you it was cheaper than all that", None),
        ("12 MG Road, Pune", "Pune", None),
    ],
)
def test_parts_of_an_indian_address_come_in_any_order(before: str, said: str, whole: str | None) -> None:
    assert joined(before, said, "IN") == whole


def test_a_flat_alone_is_a_part() -> None:
    assert read_part("Flat 3B", "IN") == "Flat 3B"
    assert read_part("2 pcs", "IN") is None
