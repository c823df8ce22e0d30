"""A name sounds alike in Devanagari and in Latin letters, however these are spelled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.name_sounds import sound, transliterate
from flows.search_words import IN_DEVANAGARI, IN_LATIN, are_alike, parts
from tests.cases import each

NAMES = [
    ("नूर", "Noor"), ("अनिता", "Anita"), ("सुनीता", "Suneeta"), ("राम", "Ram"), ("सीता", "Seeta"),
    ("कृष्ण", "Krishna"), ("लक्ष्मी", "Laxmi"), ("सलमान", "Salman"), ("कमला", "Kamla"), ("अनुपमा", "Anupama"),
    ("शर्मा", "Sharma"), ("वर्मा", "Verma"), ("गुप्ता", "Gupta"), ("मिश्र", "Mishra"), ("सिंह", "Singh"),
    ("कपूर", "Kapoor"), ("चोपड़ा", "Chopra"), ("चौधरी", "Chowdhary"), ("पाण्डेय", "Pandey"), ("नायर", "Nair"),
    ("रेड्डी", "Reddy"), ("प्रज्ञा", "Pragya"), ("संजय", "Sanjay"), ("अंबिका", "Ambika"), ("ज़ोया", "Zoya"),
    ("फ़ारूक़", "Farooq"), ("ख़ान", "Khan"), ("ऐश्वर्या", "Aishwarya"), ("सौरभ", "Sourabh"),
    ("सिद्धार्थ", "Siddharth"), ("जगदीश", "Jagdish"), ("श्वेता", "Shweta"), ("छाया", "Chhaya"), ("यश", "Yash"),
    ("प्रिया", "Priya"), ("विश्वनाथ", "Vishwanath"), ("बच्चन", "Bachchan"), ("मुखर्जी", "Mukherjee"),
    ("ओम", "Om"), ("पूजा", "Pooja"), ("ज्ञानेश्वर", "Dnyaneshwar"), ("वैशाली", "Vaishali"),
    ("देशपांडे", "Deshpande"), ("राधिका", "Radhika"), ("जॉन", "John"),
]  # fmt: skip
"""Names of India in Devanagari, and as many people spell them."""


@each(("devanagari", "spelled"), NAMES, ids=[spelled for _, spelled in NAMES])
def test_a_name_sounds_alike_in_both(devanagari: str, spelled: str) -> None:
    assert sound(transliterate(devanagari)) == sound(spelled.casefold())
    assert are_alike(devanagari, spelled)
    assert are_alike(spelled, devanagari)


@each(
    ("spelled", "otherwise"),
    [("Lakshmi", "Laxmi"), ("Gita", "Geeta"), ("Gaurav", "Gourav"), ("Bacchan", "Bachchan"), ("Kamala", "Kamla"),
     ("Wadia", "Vadiya"), ("Preeti", "Prity"), ("Sanjay", "Sanjai"), ("Mehta", "Mehata")],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(spelled: str, otherwise: str) -> None:
    assert sound(spelled.casefold()) == sound(otherwise.casefold())


@each(
    ("one", "other"),
    [("राम", "Roma"), ("सुनीता", "Sangeeta"), ("नूर", "Nair"), ("अमित", "Sumit"), ("कमल", "Komal"), ("मोहन", "Mohini"),
     ("रवि", "Rave"), ("Noor", "Nur"), ("राम", "रमा"), ("नूर", "山"), ("", "Noor")],
)  # fmt: skip
def test_other_names_do_not(one: str, other: str) -> None:
    assert not are_alike(one, other)
    assert not are_alike(other, one)


@each(("devanagari", "spelled"), NAMES, ids=[spelled for _, spelled in NAMES])
def test_what_begins_a_name_begins_its_sound(devanagari: str, spelled: str) -> None:
    """But where the last letter stands for another with the one behind it, as p and h."""
    for name in (transliterate(devanagari), spelled.casefold()):
        begun = [sound(name).startswith(sound(name[:at])) for at in range(1, len(name))]
        assert sum(not one for one in begun) <= 3


@given(st.text(max_size=600))
def test_any_text_sounds_somehow(text: str) -> None:
    for part in parts(text):
        assert len(part) <= 41
        assert part.endswith(" ") == part.startswith((IN_LATIN, IN_DEVANAGARI))
