"""What shops say in a roundabout way: what would be, exceptions, others' goods, what is gone, half a promise.

Each is read rightly or asked about, and most are read.
"""

import pytest

from handlers.sourcing.replies.stock.reading import Says, StockIntent
from tests.handlers.replies.test_stock import answer, reading, said

WOULD_BE = [
    "hota toh zaroor deta",
    "agar mere paas hota",
    "होता तो दे देते",
    "if we had it I would give",
    "I'd give you both if I had them",
    "kal tak hota to de deta",
    "si tuviera te la daba",
    "kaash hota",
    "kahan se du jab hai hi nahi",
    "agar hota to mana karta kya",
]


@pytest.mark.parametrize("text", WOULD_BE)
def test_what_would_be_is_not_there(text: str) -> None:
    assert said(text) in {Says.NO, None}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hota to hai humesha, abhi bhi 2 hai", Says.YES),
        ("agar 2 hote to deta, 1 hai", Says.PARTIAL),
        ("L hota to deta, XL hai", Says.PARTIAL),
        ("abhi hota to deta, kal aa jayega", Says.LATER),
        ("hoga to bata dunga", Says.WAIT),
    ],
)
def test_what_else_is_said_beside_it_counts(text: str, says: Says) -> None:
    read = reading(text)
    assert [one.says for one in read.answers if one.says is not Says.UNCLEAR] == [says]


EXCEPTIONS = [
    ("everything except L", Says.NO),
    ("L chhod ke sab hai", Says.NO),
    ("todas menos L", Says.NO),
    ("every size but L", Says.NO),
    ("everything except M and L", Says.NO),
    ("iske alawa sab hai", Says.NO),
    ("todo menos eso", Says.NO),
    ("everything except that", Says.NO),
    ("baaki sab hai L nahi", Says.NO),
    ("nothing except L", Says.YES),
    ("L ke alawa kuch nahi hai", Says.YES),
    ("everything except L, that comes friday", Says.LATER),
]


@pytest.mark.parametrize(("text", "says"), EXCEPTIONS)
def test_exceptions(text: str, says: Says) -> None:
    assert said(text) in {says, None}


@pytest.mark.parametrize("text", ["L ke alawa XL bhi hai", "apart from L I have M", "no boss everything except L"])
def test_what_may_add_as_well_as_except_sells_nothing(text: str) -> None:
    assert said(text) not in {Says.YES, Says.LATER}


OTHERS_HAVE = [
    ("available in other shop not mine", Says.NO),
    ("bagal wale ke paas hai", Says.NO),
    ("dusri dukan par milega", Says.NO),
    ("la competencia la tiene, nosotros no", Says.NO),
    ("dusri dukan se mangwa dunga kal", Says.LATER),
]


@pytest.mark.parametrize(("text", "says"), OTHERS_HAVE)
def test_what_others_have(text: str, says: Says) -> None:
    assert said(text) in {says, None}


GONE = [
    ("abhi abhi nikla", Says.NO),
    ("do the, dono gaye", Says.NO),
    ("was there till morning", Says.NO),
    ("2 the ab nahi", Says.NO),
    ("kal tak to the", Says.NO),
    ("do hi the, dono chale gaye", Says.NO),
    ("abhi ek madam le gayi dono", Says.NO),
    ("pehle rakhte the", Says.NO),
    ("hai ek madam", Says.PARTIAL),
    ("2 rakhe the aapke liye, le jao", Says.YES),
    ("khatam nahi hua hai", Says.YES),
]


@pytest.mark.parametrize(("text", "says"), GONE)
def test_what_is_gone(text: str, says: Says) -> None:
    assert said(text) in {says, None}


@pytest.mark.parametrize(
    "text",
    [
        "ek pakka dusra dekhna padega",
        "one sure, second have to check",
        "una segura, la otra la tengo que checar",
        "asked 2 have 1",
        "do mange the ek hi hai",
        "pidió dos pero hay una",
    ],
)
def test_one_of_two(text: str) -> None:
    found = answer(text)
    assert (found.says, found.quantity) == (Says.PARTIAL, 1)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("kam nahi hai, dono milenge", 2),
        ("ek nahi dono le jao", 2),
        ("2/2 available", 2),
        ("room no 12, 2 L pcs kept ready", 2),
        ("shop 14 lane 3, both packed", 2),
        ("you asked for 2, have 5", 5),
        ("no se han vendido, aquí están las dos", 2),
    ],
)
def test_denials_and_numbers_that_are_none(text: str, quantity: int) -> None:
    found = answer(text)
    assert (found.says, found.quantity) == (Says.YES, quantity)


@pytest.mark.parametrize(
    "text",
    [
        "my son knows, he is out",
        "available but advance pay first",
        "kisi ka rakha hua hai",
        "beta dukan pe hai usse pucho",
        "min order 6",
        "5 se kam nahi dete hum",
        "sí, la tiene apartada otra señora",
        "if the other party cancels I can give",
        "there is one but its mine",
        "haan par original nahi hai",
    ],
)
def test_terms_and_what_others_know_are_asked_about(text: str) -> None:
    read = reading(text)
    assert read.intent is not StockIntent.UNDO
    assert all(one.says is Says.UNCLEAR for one in read.answers)


def test_most_of_it_is_read() -> None:
    lines = [*((text, Says.NO) for text in WOULD_BE), *EXCEPTIONS, *OTHERS_HAVE, *GONE]
    assert sum(said(text) is says for text, says in lines) / len(lines) >= 0.8
