"""A shop's answers that a denial turns round are asked back, and what only holds the same words is read as before."""

import pytest

from handlers.sourcing.replies.stock.reading import Ask, Says, read_stock
from tests.stock_figures import NOW, ZONE

ASK = Ask("Tiger Shorts", "M", 1, "1042", menu=True)


def says(text: str, ask: Ask = ASK) -> set[Says]:
    return {answer.says for answer in read_stock(text, [ask], NOW, ZONE).answers}


@pytest.mark.parametrize(
    "text",
    [
        "150 me nahi dunga", "150 mein nahi denge", "nahi dunga 150 me", "150 me nahi milega",
        "150 ko nahi dunga", "150 me nahi ho payega",
        "won't give for 150", "I will not give it for 150", "not at 150", "no lo doy por 150", "por 150 no lo doy",
        "150 में नहीं दूंगा", "kyon nahi hai", "kyun nahi hai", "kyu nahi hai bhai", "क्यों नहीं है",
        "why not available", "por qué no hay",
    ],
)  # fmt: skip
@pytest.mark.parametrize("quantity", [1, 3])
def test_a_price_that_is_denied_and_a_wonder_are_no_yes(text: str, quantity: int) -> None:
    """ "150 me nahi dunga" (I will not give it for 150) was a yes at 150."""
    assert not says(text, Ask("Tiger Shorts", "M", quantity, "1042", menu=True)) & {Says.YES, Says.PARTIAL}


@pytest.mark.parametrize(
    "text",
    [
        "out of stock nahi hai", "stock khatam nahi hai", "sold out nahi hai", "khatam nahi hua",
        "not out of stock", "isn't sold out",
        "no está agotado", "aún no se acaba", "no vendido", "खत्म नहीं हुआ", "स्टॉक खत्म नहीं है",
        "nahi bika", "abhi nahi bika",
        "abhi tak bika nahi", "bika nahi hai", "नहीं बिका", "not sold", "haven't sold it",
    ],
)  # fmt: skip
def test_what_is_not_gone_is_no_no(text: str) -> None:
    """ "Nahi bika" (not sold) says that it is still there."""
    assert Says.NO not in says(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("150 me dunga", Says.YES), ("200 se kam nahi dunga", Says.YES), ("haan, kyu nahi", Says.YES),
        ("kyu nahi hoga", Says.YES),
        ("kyun nahi ji, hai", Says.YES), ("why wouldn't I have it", Says.YES), ("not sold yet", Says.YES),
        ("nahi ji khatam", Says.NO), ("नहीं जी खत्म है", Says.NO), ("nahi bhai wo to bik gaya", Says.NO),
        ("bik gaya", Says.NO),
        ("no hay", Says.NO), ("out of stock hai", Says.NO), ("nahi hai, khatam", Says.NO),
        ("sold out", Says.NO), ("nahi hai", Says.NO),
    ],
)  # fmt: skip
def test_what_denies_nothing_is_read_as_it_stands(text: str, meant: Says) -> None:
    assert says(text) == {meant}
