"""Of whom the staff ask something: by a name, or the end of a number, beside a detail of a person."""

import pytest

from handlers.replies.of_a_person import person_asked_of

ASKED = [
    ("nikhil ka address kya hai", "nikhil"),
    ("what is anita's number", "anita"),
    ("cuál es la dirección de Ana", "ana"),
    ("what's pooja's phone number?", "pooja"),
    ("anita ka number do", "anita"),
    ("telefono de Ana", "ana"),
    ("numero de la cliente Ana", "ana"),
    ("noor khan ka pata batao", "noor khan"),
    ("नूर का पता क्या है", "नूर"),
    ("where does noor live", "noor"),
    ("noor kahan rehti hai", "noor"),
    ("¿dónde vive la señora Ana?", "ana"),
    ("send me anita joshi's address please", "anita joshi"),
    ("pooja joshi details?", "pooja joshi"),
    ("rahul ka phone no kya hai", "rahul"),
    ("0044 ka address", "0044"),
]
OTHERS = (
    "what is our address", "what is your number", "mera number kya hai", "what is the number of order 1027",
    "mujhe pata hai", "noor ko pata hai", "pata karo", "change address of noor", "send address to noor",
    "tell noor our address", "address kya hai", "what is her number", "number of orders today", "haan number de do",
    "kurta ka size", "customer ka address", "did noor give her address", "my number is 98", "actually no",
    "wrong number",
)  # fmt: skip


@pytest.mark.parametrize(("text", "name"), ASKED)
def test_who_is_asked_about(text: str, name: str) -> None:
    assert person_asked_of(text) == name


@pytest.mark.parametrize("text", OTHERS)
def test_of_nobody(text: str) -> None:
    assert person_asked_of(text) is None
