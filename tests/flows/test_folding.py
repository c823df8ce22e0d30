"""Names as they are compared."""

import pytest

from flows.name_folding import fold_name
from tests.cases import each


@each(
    ("one", "other"),
    [
        ("Café  NOIR ", "cafe noir"),
        ("Müller", "MULLER"),
        ("Straße", "STRASSE"),
        ("Ｎｉｋｅ", "nike"),
        ("São Paulo", "sao paulo"),
        ("İstanbul", "ISTANBUL"),
        ("आशा", "आशा"),
        ("Ёлка", "ёлка"),
        (" ", ""),
        ("\u202eVIP\u202c", "vip"),
        ("V\u200bI\ufeffP", "vip"),
        ("sil\u00adver", "silver"),
        ("क्\u200dष", "क्ष"),
        ("❤\ufe0f", "❤"),
        ("\u3164gold", "gold"),
        ("\u200f", ""),
    ],
)
def test_two_ways_to_write_a_name_are_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("कि", "की"), ("कमल", "कमाल"), ("Nike", "Nike 2")])
def test_two_names_stay_two(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)
