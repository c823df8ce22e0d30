"""A shop speaks of the request before; and that there are many, which is no wish for fewer messages."""

import pytest

from handlers.sourcing.replies.concerns import tells_of_plenty
from handlers.sourcing.replies.earlier import names_an_earlier
from handlers.sourcing.replies.stock.taking_back import denies_all


@pytest.mark.parametrize(
    "text",
    [
        "pichla wala haan", "pehle wala haan", "pichli wali haan", "pehla wala haan", "पिछला वाला हाँ", "पहले वाला है",
        "the previous one yes", "yes for the earlier one", "yes to the last order", "the one before, yes",
        "el anterior sí", "la de antes sí", "sí, el pedido anterior", "purane order wala haan", "pichle order ka haan",
    ],
)  # fmt: skip
def test_an_earlier_one_is_named(text: str) -> None:
    assert names_an_earlier(text, listed=False)


@pytest.mark.parametrize(
    "text",
    [
        "haan", "pehle haan bola tha", "last one yes", "last piece hai", "purana wala hai", "haan pehle bata diya",
        "pehle paise do", "antes 1190, ahorita 1350", "primero sí", "1 pehle wala hai", "pehle aao pehle pao",
    ],
)  # fmt: skip
def test_no_earlier_one_is_named(text: str) -> None:
    assert not names_an_earlier(text, listed=False)


def test_the_first_of_a_list_is_none_before_it() -> None:
    assert not names_an_earlier("pehla wala haan", listed=True)
    assert names_an_earlier("the previous one yes", listed=True)


@pytest.mark.parametrize("text", ["bahut hai", "kaafi hai", "there is enough", "got enough", "बहुत है", "hay bastante"])
def test_there_is_plenty(text: str) -> None:
    assert tells_of_plenty(text)


@pytest.mark.parametrize(
    "text",
    ["enough", "bas", "bahut messages", "bahut messages hai", "enough now", "bahut ho gaya", "khatam", "rehne do"],
)
def test_enough_alone_says_nothing_of_goods(text: str) -> None:
    assert not tells_of_plenty(text)


@pytest.mark.parametrize(
    ("text", "denies"), [("dono nahi", True), ("sab nahi", True), ("nahi", False), ("dono", False)]
)
def test_a_no_to_both(text: str, *, denies: bool) -> None:
    assert denies_all(text) is denies
