"""A shop's answer that says yes and no at once is asked back; goods that somebody else has are not there."""

import pytest

from handlers.sourcing.replies.stock.reading import Ask, Says, read_stock
from tests.stock_figures import NOW, ZONE


def read(text: str, quantity: int = 1) -> set[tuple[Says, int | None]]:
    ask = Ask("Tiger Shorts", "L", quantity, "1042", menu=True)
    return {(one.says, one.quantity) for one in read_stock(text, [ask], NOW, ZONE).answers}


def says(text: str, quantity: int = 1) -> set[Says]:
    return {said for said, _ in read(text, quantity)}


@pytest.mark.parametrize(
    "text",
    [
        "yes gave it away", "yes but gave it to someone else", "just gave the last one to a customer",
        "given to my neighbour", "hai par kisi aur ko de diya", "haan par doosre ko de diya",
        "hai lekin ek customer ko de diya", "haan tha, padosi ko de diya", "de diya kisi ko",
        "हाँ पर दूसरे को दे दिया", "है पर किसी और को दे दी", "किसी को दे दिया",
        "sí pero se lo di a otro", "sí, ya la regalé", "lo tenía pero se lo di a otra clienta",
    ],
)  # fmt: skip
def test_what_somebody_else_got_is_not_there(text: str) -> None:
    """ "Haan par doosre ko de diya" (yes, but gave it to another) was kept as goods to come, and won later."""
    assert says(text) == {Says.NO}


@pytest.mark.parametrize(
    "text",
    [
        "aapke ladke ko de diya", "gave it to your boy", "handed it to the driver",
        "se lo di a tu repartidor", "kisi ko nahi diya, hai", "de diya",
    ],
)  # fmt: skip
def test_who_fetches_for_us_is_nobody_else(text: str) -> None:
    assert Says.NO not in says(text)


@pytest.mark.parametrize(
    "text",
    [
        "हो सकता है", "हो सकते हैं", "हो सकता हैं", "मुमकिन है", "ho sakta hai", "ho skta h", "ho sakti hai", "possible hai",
        "puede que sí", "may be there", "haan bolu ya na bolu", "haan ya nahi", "हाँ या ना", "yes or no",
        "should I say yes or no",
        "sí o no", "digo sí o no", "haan karu ya na karu", "ha bolu ya nahi bolu", "no 1", "no. 1", "No.1 sir", "nº 1",
        "no 1 hai", "no 1 left", "1?", "2?", "1 ?", "haan?",
    ],
)  # fmt: skip
@pytest.mark.parametrize("quantity", [1, 3])
def test_what_may_be_is_asked_back(text: str, quantity: int) -> None:
    """ "No. 1" was a yes by its figure, and so was the question "1?"."""
    assert not says(text, quantity) & {Says.YES, Says.LATER}


@pytest.mark.parametrize(
    "text",
    [
        "no I have it", "no sorry I have it", "no, I do have it", "koi nahi, hai", "koi nahi bhai, hai",
        "koi nahi, de dunga", "कोई नहीं, है", "नहीं, है", "nahi, hai", "no, sí tengo", "no, 1 left", "hai par ek bik gaya",
    ],
)  # fmt: skip
def test_what_is_there_behind_a_no_is_no_no(text: str) -> None:
    assert says(text) == {Says.UNCLEAR}


@pytest.mark.parametrize(
    "text",
    [
        "no i dont have it", "no we have sold it", "no I have none", "no have", "nahi hai", "koi nahi hai", "nop, cero",
        "sí, ya no", "sí, pero ya las vendí todas", "sí pero ya se vendió", "no, sold it", "nahi, khatam",
        "nosotros no, la tienda de al lado sí tiene",
    ],
)  # fmt: skip
def test_a_no_stays_one(text: str) -> None:
    assert says(text, 2) == {Says.NO}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("do hai par ek bik gaya", 1), ("2 hai, 1 bik gaya", 1), ("2 the 1 bik gaya", 1), ("teen the do bik gaye", 1),
        ("had 2 sold 1", 1), ("two but one sold", 1),
        ("two but one is sold", 1), ("2 there but 1 just sold", 1), ("5 hai par 2 bik gaye", 3),
        ("दो हैं पर एक बिक गया", 1), ("tengo 2 pero vendí 1", 1), ("dos, pero una ya se vendió", 1),
        ("2 the, ek kisi ko de diya", 1),
    ],
)  # fmt: skip
def test_what_is_left_of_a_count_is_there(text: str, left: int) -> None:
    """ "Do hai par ek bik gaya" (there are two, but one is sold) leaves one, which is what was asked for."""
    assert read(text) == {(Says.YES, left)}
    assert read(text, 4) == {(Says.PARTIAL, left)}


@pytest.mark.parametrize("text", ["do hai par dono bik gaye", "ek hai par ek bik gaya", "ek hai par bik gaya"])
def test_nothing_is_left_of_what_is_sold(text: str) -> None:
    assert says(text) == {Says.NO}


def test_what_is_left_is_not_counted_twice() -> None:
    assert read("5 sold 2 left", 2) != {(Says.YES, 3)}


@pytest.mark.parametrize(
    "text",
    [
        "haan nahi", "हाँ नहीं", "nahi haan", "no yes", "no sí", "ha nahi", "नहीं हाँ", "no, sorry, yes", "nahi, haan",
        "yes no", "haan bhai nahi", "no yes I have it",
    ],
)  # fmt: skip
def test_a_yes_beside_a_no_is_asked_back(text: str) -> None:
    """ "Haan nahi" was a no, and "no yes" a yes."""
    assert says(text) == {Says.UNCLEAR}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("haan", Says.YES), ("haan na", Says.YES), ("haan haan", Says.YES), ("ha bhai hai", Says.YES),
        ("sorry yes I have it", Says.YES), ("yes we have it", Says.YES), ("nahi", Says.NO), ("nahi nahi", Says.NO),
        ("ji nahi", Says.NO), ("haan nahi hai", Says.NO), ("yes not available", Says.NO), ("नहीं है", Says.NO),
    ],
)  # fmt: skip
def test_a_yes_and_a_no_by_themselves_stay_what_they_are(text: str, meant: Says) -> None:
    assert says(text) == {meant}
