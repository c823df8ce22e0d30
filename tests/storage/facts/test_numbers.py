"""Which numbers are premium, personal, or of a network of no country."""

import phonenumbers
from phonenumbers import PhoneNumberType

from storage.facts.costly_numbers import is_dear
from tests.cases import each


@each(
    ("number", "expected"),
    [
        ("+13145550101", False),
        ("+447400123456", False),
        ("+919800000001", False),
        ("+9607712345", False),
        ("+19005550123", True),
        ("+447012345678", True),
        ("+449012345678", True),
        ("+33899123456", True),
        ("+979123456789", True),
        ("+881612345678", True),
        ("+88213300655", True),
        ("+883510012345", True),
        ("+870773111632", True),
        ("erased:0123", False),
    ],
)
def test_dear_numbers(number: str, expected: bool) -> None:
    assert is_dear(number) is expected


def test_the_short_answer_for_american_numbers_is_the_whole_one() -> None:
    dear = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER}
    numbers = [f"+1{code}{rest}" for code in range(200, 1000) for rest in ("5550101", "2222222", "4512345", "1110000")]
    found = {number for number in numbers if is_dear(number)}
    assert found == {one for one in numbers if phonenumbers.number_type(phonenumbers.parse(one)) in dear}
    assert found


def test_the_short_answer_for_numbers_of_the_world_is_the_whole_one() -> None:
    dear = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER}
    regions, kinds = sorted(phonenumbers.SUPPORTED_REGIONS), PhoneNumberType.values()
    shown = [phonenumbers.example_number_for_type(region, kind) for region in regions for kind in kinds]
    samples = [(one.country_code, phonenumbers.national_significant_number(one)) for one in shown if one is not None]
    forms = ("{1}", "0{1}", "8{1}", "1{1}", "{1}7", "9{1}")  # some with a prefix for calls within a country
    numbers = [f"+{code}{form.format('', rest)}" for code, rest in samples for form in forms]
    numbers = [one for one in numbers if len(one) <= 16]
    found = {number for number in numbers if is_dear(number)}
    assert found == {one for one in numbers if phonenumbers.number_type(phonenumbers.parse(one)) in dear}
    assert len(found) > 100
