"""A yes to an order that was summed up: to just that, or with more that may change it; and what a change says."""

import pytest

from handlers.sourcing.replies.agreeing import agrees_wholly, is_clear, is_weak
from handlers.sourcing.replies.correcting import begins_with_but, correction, says_but
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L"))])

WHOLLY = """
    yes|Yes please!|ok|sure|👍|haan|haan ji kar do|theek hai bhej do|order kar dijiye|haan le lunga|yes 2
    yes, I want it|ok order it|go ahead and place the order|sounds good, let's do it|perfect|yes 2 tiger shorts L
    sí|si claro, lo quiero|sí, pídelo por favor|dale, gracias|हाँ|हाँ जी, ऑर्डर कर दीजिए|ठीक है, भेज दो|no problem|why not
    yes!! thank you so much|by all means|yes both
"""
NOT_WHOLLY = """
    yes but|yes but 3|yes 3|yes 2 or 3|ok but red|yes in black|yes M|yes one|yes another|yes if it is cotton
    yes, to my office|yes for my brother|yes after 5|yes without print|yes, gift wrap|ok double it|yes the other one
    ok but by cash on delivery|yes?|yes wait|yes later|yes deliver to Pune|but yes
    haan par laal wala|haan par doosre pate pe|haan kal tak|haan mere bhai ke liye|haan agar cotton hai|haan cod
    sí pero en rojo|sí pero a otra dirección|sí, sin logo|हाँ पर लाल रंग में|हाँ पर दूसरे पते पर|ठीक है लेकिन बाद में
"""


def texts(listed: str) -> list[str]:
    return [text.strip() for text in listed.replace("\n", "|").split("|") if text.strip()]


@pytest.mark.parametrize("text", texts(WHOLLY))
def test_a_yes_and_nothing_else(text: str) -> None:
    assert agrees_wholly(text, SHELF, {"L"}, 2)


@pytest.mark.parametrize("text", texts(WHOLLY))
def test_a_word_of_it_agrees_by_itself(text: str) -> None:
    assert is_clear(text)


@pytest.mark.parametrize(
    "text", texts("le lo|book kar do|confirm|ha ji|ha bhej do|L, yes|hello, yes please|i do|pack it")
)
def test_a_yes_among_courtesies_is_clear(text: str) -> None:
    assert is_clear(text)


@pytest.mark.parametrize(
    "text",
    texts("hello there my friend|my friend|really|L|ha|ha ha|there|i am there|me|that one|it|sir|my place|L please"),
)
def test_what_is_a_yes_only_in_the_light_of_the_question_orders_nothing(text: str) -> None:
    assert not is_clear(text)


@pytest.mark.parametrize("text", texts("yes?|ok ?|order it?|yes？|kar do ?!|tiger shorts L?"))
def test_a_question_mark_agrees_to_nothing(text: str) -> None:
    assert not agrees_wholly(text, SHELF, {"L"}, 2)


@pytest.mark.parametrize("text", texts(NOT_WHOLLY))
def test_a_yes_with_more_is_asked_again(text: str) -> None:
    assert begins_with_but(text) or not agrees_wholly(text, SHELF, {"L"}, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yes, but 3", "3"), ("ok make that three", "make that three"), ("haan par teen kar do", "teen kar do"),
        ("sí pero solo uno", "uno"), ("हाँ, लेकिन तीन पीस", "तीन पीस"), ("but make it 3", "3"), ("no, 3", "3"),
        ("actually no, M", "m"), ("yes", ""), ("no, not the red one", ""), ("3", ""),
    ],
)  # fmt: skip
def test_what_follows_an_opening_is_the_change(text: str, says: str) -> None:
    assert correction(text) == says


@pytest.mark.parametrize(
    ("text", "objects"),
    [("yeah but can you do 5 instead", True), ("but make it 3", True), ("no but thanks", False), ("no", False)],
)
def test_a_but_without_a_no_refuses_nothing(text: str, objects: bool) -> None:
    assert says_but(text) is objects


@pytest.mark.parametrize(
    "text",
    texts("haan mil gaya mujhe|yes I got it|ok got it|haan aa gaya|हां मिल गया|sí, ya lo tengo|yes tho"),
)
def test_what_came_already_agrees_to_nothing(text: str) -> None:
    assert not agrees_wholly(text, SHELF, {"L"}, 2)


@pytest.mark.parametrize(
    "text",
    texts(
        """
        ok thanks|ok thank you so much|theek hai shukriya|vale gracias|ठीक है धन्यवाद|great, thanks|k thx|👍 thanks
        y tho|y so|please confirm it is L|confirm karo L hai na|confírmame que es L|can u confirm its L
        """
    ),
)
def test_what_takes_note_or_asks_is_no_clear_yes(text: str) -> None:
    assert not is_clear(text)


@pytest.mark.parametrize(
    "text",
    texts("yes thanks|haan ji shukriya|sí gracias|ok done, thanks|y|y please|confirm hai|please confirm|हाँ, धन्यवाद"),
)
def test_a_plain_yes_with_thanks_is_clear(text: str) -> None:
    assert is_clear(text)


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("ok", True), ("theek hai bhai", True), ("vale", True), ("ठीक है", True), ("k", True),
        ("yes", False), ("haan", False), ("ok order it", False), ("sí", False), ("theek hai le lo", False),
    ],
)  # fmt: skip
def test_a_weak_word_is_told_from_a_yes(text: str, weak: bool) -> None:
    assert is_weak(text) is weak


def test_of_one_thing_both_says_more_than_a_yes() -> None:
    assert not agrees_wholly("haan dono", SHELF, {"L"}, 1)
    assert agrees_wholly("haan dono", SHELF, {"L"}, 0, lines=2)


@pytest.mark.parametrize(
    ("said", "clear"), [("ha bhai", True), ("ji", True), ("ji bhai", True), ("ha", False), ("ha ha", False)]
)
def test_a_laugh_to_nobody_agrees_to_nothing(said: str, *, clear: bool) -> None:
    assert is_clear(said) is clear


@pytest.mark.parametrize("said", ["ok jefe", "haan didi", "sí joven"])
def test_whom_they_speak_to_adds_nothing_to_a_yes(said: str) -> None:
    assert agrees_wholly(said, SHELF, (), 1)
