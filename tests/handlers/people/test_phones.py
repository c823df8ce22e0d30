"""Numbers that are written in two ways have one writing here."""

from __future__ import annotations

import pytest

from flows.phone_numbers import list_writings, normalise_number
from handlers.business_file.address_values import parse_staff_address
from handlers.people.channel_addresses import normalise_phone
from storage.identity.identity import Identity
from tests.cases import each

MEXICO, ARGENTINA, BRAZIL = "+525512345678", "+5491123456789", "+5531984726382"


@pytest.mark.parametrize(
    ("other", "one"),
    [("+5215512345678", MEXICO), ("+541123456789", ARGENTINA), ("+553184726382", BRAZIL)],
)
def test_either_writing_is_the_one(other: str, one: str) -> None:
    assert (normalise_number(other), normalise_number(one)) == (one, one)
    assert list_writings(other) == list_writings(one) == (one, other)
    assert Identity("whatsapp", other) == Identity("whatsapp", one)
    assert parse_staff_address(f"whatsapp:{other}") == parse_staff_address(f"whatsapp:{one}")


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("+13145550142", id="of another country"),
        pytest.param("+553134726382", id="a landline of Brazil"),
        pytest.param("+558001234567", id="toll-free in Brazil"),
        pytest.param("+548002223333", id="toll-free in Argentina"),
        pytest.param("+52155123456", id="too short"),
        pytest.param("US.13491208655302741918", id="an id of WhatsApp"),
        pytest.param("", id="nothing"),
    ],
)
def test_others_stay_as_they_are(number: str) -> None:
    assert (normalise_number(number), list_writings(number)) == (number, (number,))


def test_a_name_that_is_no_number_stays() -> None:
    assert Identity("customer", "+5215512345678").value == "+5215512345678"


@each(
    ("typed", "country", "one"),
    [
        ("55 1234 5678", "MX", MEXICO),
        ("044 55 1234 5678", "MX", MEXICO),
        ("1 55 1234 5678", "MX", MEXICO),
        ("+52 1 55 1234 5678", "US", MEXICO),
        ("011 15 2345-6789", "AR", ARGENTINA),
        ("11 2345 6789", "AR", ARGENTINA),
        ("+54 11 15 2345 6789", "US", ARGENTINA),
        ("(31) 8472-6382", "BR", BRAZIL),
        ("+55 31 98472-6382", "US", BRAZIL),
    ],
)
def test_what_is_typed_gets_the_one_writing(typed: str, country: str, one: str) -> None:
    assert normalise_phone(typed, country) == one
