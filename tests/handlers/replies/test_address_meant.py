"""Which of the places that a text names is meant: refused ones, one of two, and those that are only told of."""

import pytest

from handlers.sourcing.replies.address_meant import Meant
from handlers.sourcing.replies.addresses import meant_in, read_address

PARK, LODHI = "12 Park Street New Delhi 110001", "5 Lodhi Road New Delhi 110003"
CALLE, GALI = "Calle Mayor 12, Madrid 28013", "मकान 12, गली 4, दिल्ली 110024"
REFUSED = [
    f"do not send it to {PARK}",
    f"not {PARK}",
    f"no to {PARK}",
    f"not to {PARK}",
    f"please do not send to my office {PARK}",
    "don't deliver to 110001",
    f"never deliver at {PARK}",
    f"I don't want it delivered to {PARK}",
    f"it should not go to {PARK}",
    f"I can't receive at {PARK}",
    f"{PARK} is not my address",
    f"{PARK} pe mat bhejna",
    f"{PARK} nahi",
    f"{PARK} galat hai",
    f"{PARK} me nahi rehta ab",
    f"no lo envíes a {CALLE}",
    f"por favor no mandes a {CALLE}",
    f"no enviar a mi oficina {CALLE}",
    f"{CALLE} no es mi dirección",
    f"{GALI} पर मत भेजना",
    f"{GALI} पर नहीं",
]
EITHER = [
    f"{PARK} or {LODHI}",
    f"send to {PARK} or {LODHI} whichever is near",
    f"{PARK} ya {LODHI}",
    f"{CALLE} o Calle Sol 3, Madrid 28001",
    f"{GALI} या मकान 3, गली 9, दिल्ली 110001",
]
BEFORE = [
    f"My old address was {LODHI}, new one I will send",
    f"I moved from {LODHI}",
    f"I used to live at {LODHI}",
    f"pehle main {LODHI} me rehta tha",
    f"antes vivía en {CALLE}",
    f"mi dirección anterior era {CALLE}",
    f"me mudé de {CALLE}",
    f"मेरा पुराना पता {GALI} था",
]
ONE_OF_TWO = [
    (f"not {PARK} but {LODHI}", LODHI),
    (f"don't send to {PARK}, send to {LODHI}", LODHI),
    (f"{LODHI}, not {PARK}", LODHI),
    (f"send to {LODHI} and not {PARK}", LODHI),
    (f"instead of {PARK}, {LODHI}", LODHI),
    (f"{LODHI} instead of {PARK}", LODHI),
    (f"please change my address from {PARK} to {LODHI}", LODHI),
    (f"{PARK} nahi, {LODHI}", LODHI),
    (f"{PARK} ki jagah {LODHI}", LODHI),
    (f"{PARK} pe mat bhejna, {LODHI} pe bhejna", LODHI),
    (f"{LODHI} pe bhejo {PARK} pe nahi", LODHI),
    (f"no a {CALLE} sino a {LODHI}", LODHI),
    (f"en vez de {PARK}, a {CALLE}", CALLE),
    (f"मकान 3, गली 9, दिल्ली 110001 नहीं, {GALI}", GALI),
    (f"don't send to my office, send to {PARK}", PARK),
    (f"dont send to office send to {PARK}", PARK),
    (f"{PARK} nahi 110002", "12 Park Street New Delhi 110002"),
    (f"I moved from {LODHI} to {PARK}", PARK),
    (f"My old address was {LODHI}, now {PARK}", PARK),
    (f"{PARK}, my old address was {LODHI}", PARK),
    (f"mera purana pata {LODHI} tha, naya pata {PARK}", PARK),
    (f"my mother lives at {LODHI}, please send it there", LODHI),
    (f"main {PARK} me rehta hu", PARK),
    (f"I live at {PARK}", PARK),
]
TOLD = [
    (f"my mother lives at {LODHI}", LODHI),
    (f"Thanks, my friend lives at {LODHI}", LODHI),
    (f"my brother works at {LODHI}", LODHI),
    (f"meri maa {LODHI} me rehti hai", LODHI),
    (f"mi hermana vive en {CALLE}", CALLE),
    (f"मेरी माँ {GALI} में रहती है", GALI),
    (f"did you get {LODHI}", LODHI),
    (f"is it going to {LODHI}", LODHI),
    (f"are you sending it to {LODHI}", LODHI),
    (f"kya {LODHI} pe aayega", LODHI),
    (f"{LODHI} pe bhej rahe ho kya", LODHI),
    (f"recibiste {CALLE}", CALLE),
    (f"क्या {GALI} पर आएगा", GALI),
    (f"please do not send to my office, {PARK}", PARK),
]
WHOLE = [
    "12 Park Street, not far from metro, Delhi 110001",
    "12 Park Street Delhi 110001, do not ring the bell",
    "12 Park Street Delhi 110001 bell mat bajana",
    "No. 5, MG Road, Pune 411001",
    "flat 2, no 5, Yes Tower, Mumbai 400001",
    "House no 12, Sector 5, Noida 201301",
    "12, Cancel Lane, Delhi 110001",
    "4 Link Road, Andheri, Mumbai 400053",
    "12 Park Street, A or B block, Delhi 110001",
    "1 What Cheer St, Providence RI 02906",
    "12 Nai Sarak, Delhi 110006",
    "200 Old House Ln, Bethesda MD 20817",
    "Calle 7 no 12, Madrid 28013",
    "14 Do Bigha, Sector 7, Noida 201301",
    "Ab Colony, 7 MG Road, Pune 411001",
]


@pytest.mark.parametrize("said", REFUSED + EITHER + BEFORE)
def test_what_is_refused_one_of_two_or_of_before_is_no_address(said: str) -> None:
    assert meant_in(said).text == ""
    assert read_address(said) is None


@pytest.mark.parametrize(("said", "right"), ONE_OF_TWO)
def test_the_right_one_of_two_is_taken_without_the_other(said: str, right: str) -> None:
    found = read_address(said)
    assert found is not None
    assert (found.text, found.sure) == (right, True)


@pytest.mark.parametrize(("said", "place"), TOLD)
def test_what_is_told_of_or_asked_about_is_to_be_confirmed(said: str, place: str) -> None:
    found = read_address(said)
    assert found is not None
    assert (found.text, found.sure) == (place, False)


@pytest.mark.parametrize("said", WHOLE)
def test_such_words_in_an_address_are_a_part_of_it(said: str) -> None:
    found = read_address(said)
    assert found is not None
    assert (found.text, found.sure) == (said, True)


def test_a_street_with_de_and_what_it_is_next_to_is_one_place() -> None:
    said = "Calle de la Paz 12, piso 3, junto a la iglesia, 46002 Valencia"
    assert meant_in(said) == Meant(said)
