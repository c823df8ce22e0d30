"""What a shopkeeper's answer says to one request."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.stock.reading import Ask, Says, StockAnswer, StockIntent, StockReading, read_stock
from tests.stock_figures import THREE

NOW = datetime(2026, 1, 7, 6, 30, tzinfo=UTC)
DELHI = ZoneInfo("Asia/Kolkata")
KURTA = Ask("Blue kurta", "L", 2, "1042")


def reading(text: str, ask: Ask = KURTA) -> StockReading:
    return read_stock(text, [ask], NOW, DELHI)


def answer(text: str, ask: Ask = KURTA) -> StockAnswer:
    read = reading(text, ask)
    assert read.intent is StockIntent.ANSWER, read
    (found,) = read.answers
    return found


def said(text: str, ask: Ask = KURTA) -> Says | None:
    """What is answered; None where the shop is asked again, at once or later."""
    found = reading(text, ask)
    if found.intent is not StockIntent.ANSWER or found.answers[0].says in {Says.UNCLEAR, Says.WAIT}:
        return None
    return found.answers[0].says


@pytest.mark.parametrize(
    ("text", "says", "quantity"),
    [
        ("haan 2 hai", Says.YES, 2),
        ("have 5", Says.YES, 5),
        ("२ पीस हैं", Says.YES, 2),
        ("do hai", Says.YES, 2),
        ("teek h bhej do", Says.YES, 2),
        ("no problem, sending 2", Says.YES, 2),
        ("nahi nahi hai na, 2 piece", Says.YES, 2),
        ("only 1", Says.PARTIAL, 1),
        ("teen me se ek hai", Says.PARTIAL, 1),
        ("not 2, only 1", Says.PARTIAL, 1),
        ("yes we are out of it", Says.NO, 0),
        ("ok but we are out of L", Says.NO, 0),
        ("kal hi bik gaya", Says.NO, 0),
        ("yes, but not L", Says.NO, 0),
        ("0", Says.NO, 0),
    ],
)
def test_how_many_are_there(text: str, says: Says, quantity: int) -> None:
    found = answer(text)
    assert (found.says, found.quantity) == (says, quantity)


@pytest.mark.parametrize(
    ("text", "price", "price_for", "quantity"),
    [
        ("3 L @250", "250", 1, 3),
        ("850 for both", "850", 2, 2),
        ("2 pc 900 lagega", "900", 2, 2),
        ("एक का 450, दो का 850", "850", 2, 2),
        ("$1.200 las dos", "1200", 2, 2),
        ("new rate 1,299/-", "1299", 1, 2),
        ("dhai sau ka ek", "250", 1, 2),
        ("rs.99.50 each", "99.50", 1, 2),
    ],
)
def test_a_price_is_a_yes_and_no_quantity(text: str, price: str, price_for: int, quantity: int) -> None:
    found = answer(text)
    assert (found.says, found.price, found.price_for, found.quantity) == (
        Says.YES,
        Decimal(price),
        price_for,
        quantity,
    )


@pytest.mark.parametrize(
    ("text", "size", "alternative"),
    [
        ("L nahi hai, XL hai", "XL", None),
        ("l nahi xl hai", "XL", None),
        ("no L, only XXL", "XXL", None),
        ("XXXL available", "XXXL", None),
        ("only 2xl", "2XL", None),
        ("only M", "M", None),
        ("blue nhi h green chalega?", None, "green"),
        ("kurta to hai par blue nahi, red hai", None, "red"),
    ],
)
def test_another_size_or_colour_is_none_of_what_was_asked(text: str, size: str | None, alternative: str | None) -> None:
    found = answer(text)
    assert (found.says, found.quantity, found.other_size, found.alternative) == (Says.PARTIAL, 0, size, alternative)


def test_numbers_that_are_sizes() -> None:
    found = answer("38 nahi hai 40 hai", Ask("Jeans", "38", 1, "7"))
    assert (found.says, found.other_size) == (Says.PARTIAL, "40")


@pytest.mark.parametrize(
    ("text", "when", "later_quantity"),
    [
        ("kal tak aa jayega", datetime(2026, 1, 8, 4, 30, tzinfo=UTC), None),
        ("परसों मिलेगा", datetime(2026, 1, 9, 4, 30, tzinfo=UTC), None),
        ("yes but it comes after 5", datetime(2026, 1, 7, 11, 30, tzinfo=UTC), None),
        ("2 pcs in 20 min", datetime(2026, 1, 7, 6, 50, tzinfo=UTC), 2),
        ("mangwana padega", None, None),
        ("31 february", None, None),
    ],
)
def test_later(text: str, when: datetime | None, later_quantity: int | None) -> None:
    found = answer(text)
    assert (found.says, found.when, found.later_quantity) == (Says.LATER, when, later_quantity)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("I will tell you in an hour", NOW + timedelta(hours=1)),
        ("ek ghante me batata hu", NOW + timedelta(hours=1)),
        ("एक घंटे में बताता हूँ", NOW + timedelta(hours=1)),
        ("te aviso en una hora", NOW + timedelta(hours=1)),
        ("let me check and tell", None),
        ("dekh ke batata hu", None),
        ("ahorita reviso y le aviso", None),
        ("पूछ के बताता हूँ", None),
    ],
)
def test_who_will_tell_has_said_nothing_of_the_goods(text: str, when: datetime | None) -> None:
    assert (answer(text).says, answer(text).when) == (Says.WAIT, when)


@pytest.mark.parametrize("text", ["1" + "0" * 26, "haan ₹" + "9" * 40, "yes rate " + "1" * 30])
def test_a_number_beyond_all_prices_is_none(text: str) -> None:
    assert {one.price for one in reading(text).answers} <= {None}


def test_who_will_tell_speaks_of_all_that_was_asked() -> None:
    found = read_stock("let me check, will tell by 5 pm", THREE, NOW, DELHI)
    assert [one.says for one in found.answers] == [Says.WAIT] * 3


def test_some_now_and_the_rest_later() -> None:
    found = answer("1 abhi 1 kal")
    tomorrow = datetime(2026, 1, 8, 4, 30, tzinfo=UTC)
    assert (found.says, found.quantity, found.later_quantity, found.when) == (Says.PARTIAL, 1, 1, tomorrow)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 😊", Says.YES),
        ("2, shukriya", Says.NO),
        ("2 - Greg", Says.NO),
        ("२ - अर्जुन", Says.NO),
        ("1 - haan hai", Says.YES),
        ("2 - nahi", Says.NO),
    ],
)
def test_the_number_of_a_choice_with_courtesies_or_a_name(text: str, says: Says) -> None:
    assert said(text, Ask("Blue kurta", "L", 1, "1042", menu=True)) is says


@pytest.mark.parametrize("text", ["IT'S HERE", "it's here Hannah", "YES, THERE'S TWO"])
def test_an_s_behind_an_apostrophe_is_no_size_and_a_name_no_denial(text: str) -> None:
    assert answer(text) == StockAnswer(0, Says.YES, quantity=2, confidence=answer(text).confidence)


@pytest.mark.parametrize("digit", ["1", "1.", " 1) "])
def test_a_digit_is_a_choice_where_a_menu_was_shown(digit: str) -> None:
    menu = Ask("Blue kurta", "L", 1, "1042", menu=True)
    assert answer(digit, menu).says is Says.YES
    assert answer("1").says is Says.PARTIAL
    assert answer("2", menu).says is Says.NO
    assert answer("2").says is Says.YES
    assert (answer("3", menu).says, answer("3", menu).quantity) == (Says.PARTIAL, None)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        pytest.param("2", Ask("Blue kurta", "L", 2, "1042", menu=True), id="the pieces, or the no of the menu"),
        pytest.param("2, shukriya", Ask("Blue kurta", "L", 2, "1042", menu=True), id="with a courtesy"),
        pytest.param("3", Ask("Blue kurta", "L", 3, "1042", menu=True), id="the pieces, or some of them"),
        pytest.param("1", Ask("Blue kurta", "L", 3, "1042", menu=True), id="one piece, or the yes"),
        pytest.param("1", Ask("Blue kurta", "L", 2, "1042", menu=True), id="one of two, or the yes"),
        pytest.param("2", Ask("Blue kurta", "L", 3, "1042", menu=True), id="two of three, or the no"),
        pytest.param("4", Ask("Blue kurta", "L", 1, "1042", menu=True), id="beyond the menu: so many, or a slip"),
        pytest.param("6", Ask("Blue kurta", "L", 1, "1042"), id="more than are asked for, without a menu"),
        pytest.param("4", Ask("Blue kurta", "L", 5, "1042", menu=True), id="beyond the menu, and fewer"),
        pytest.param("2", Ask("Blue kurta", "L", 1, "1042"), id="more than one, or the no of a menu before"),
        pytest.param("2", Ask("Blue kurta", "L", 3, "1042", number=2), id="some pieces, or the place in the list"),
    ],
)
def test_a_digit_that_may_be_two_things_is_neither(text: str, ask: Ask) -> None:
    assert [one.says for one in reading(text, ask).answers] == [Says.UNCLEAR]


def test_a_figure_beyond_the_menu_that_is_asked_for_is_a_yes() -> None:
    five = answer("5", Ask("Blue kurta", "L", 5, "1042", menu=True))
    assert (five.says, five.quantity) == (Says.YES, 5)


@pytest.mark.parametrize("label", ["Yes", "haan", "Yes 2", "हाँ"])
def test_a_button_counts_more_than_the_text(label: str) -> None:
    read = read_stock("no", [KURTA], NOW, DELHI, button=label)
    assert read.answers[0].says is Says.YES


@pytest.mark.parametrize("label", ["Some", "Kuch hai", "Algunas"])
def test_some(label: str) -> None:
    read = read_stock("", [KURTA], NOW, DELHI, button=label)
    assert (read.answers[0].says, read.answers[0].quantity) == (Says.PARTIAL, None)


@pytest.mark.parametrize("text", ["undo", "galat", "cancel my yes", "galti se haan bol diya"])
def test_undo(text: str) -> None:
    assert reading(text) == StockReading((), StockIntent.UNDO)


def test_who_takes_their_word_back_and_denies_says_no_as_well() -> None:
    read = reading("sorry actually not there, sold")
    assert read.intent is StockIntent.UNDO
    assert [found.says for found in read.answers] == [Says.NO]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("which colour?", StockIntent.QUESTION),
        ("COD hai ya paid", StockIntent.QUESTION),
        ("haan, kitne piece?", StockIntent.QUESTION),
        ("abhi dukan pe nahi hu", StockIntent.UNCLEAR),
        ("sí, no, espera", StockIntent.UNCLEAR),
        ("haan par thoda phata hai", StockIntent.UNCLEAR),
        ("haan bolo", StockIntent.UNCLEAR),
        ("payment not received for last order", StockIntent.UNCLEAR),
        ("call 9876543210", StockIntent.UNCLEAR),
        ("", StockIntent.UNCLEAR),
        ("haan " * 1000, StockIntent.UNCLEAR),
    ],
)
def test_what_is_no_answer_moves_nothing(text: str, intent: StockIntent) -> None:
    read = reading(text)
    assert read.intent is intent
    assert all(found.says is Says.UNCLEAR for found in read.answers)


DENIALS = ["nahi hai", "khatam ho gaya", "not available", "sold out", "bik gaya", "L nahi hai", "maal nahi hai bhai",
           "नहीं है", "खत्म हो गया", "stock nai h ji", "out of stock", "dont have it"]  # fmt: skip
DOUBTS = ["dekh ke batata hu", "let me check", "shayad", "it is torn", "dukan band hai", "pata nahi", "रुको देखता हूँ"]
DRESSES = ["haan {}", "yes {}", "ok {}", "haan, {}", "yes but {}", "ji {}", "{} bhai", "sorry {}", "हाँ {}",
           "haan ji {}", "arre {}", "{} sir", "hello {}", "yes, kurta {}"]  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("text", [*DENIALS, *DOUBTS])
def test_a_yes_before_it_makes_no_yes_of_what_is_none(text: str, dress: str) -> None:
    assert Says.YES not in {found.says for found in reading(dress.format(text)).answers}


@given(st.text(max_size=300), st.integers(1, 50), st.booleans())
def test_any_text_is_read(text: str, quantity: int, menu: bool) -> None:
    for found in reading(text, Ask("Blue kurta", "L", quantity, "1042", 1, menu)).answers:
        assert 0.0 <= found.confidence <= 1.0
        assert found.says is not Says.YES or (found.quantity or 0) >= quantity
        assert found.when is None or found.when > NOW


TELLING = "haan nahi 2 1 @ 450 L XL kal ? , only sab 1042 ½ dozen of ka ke hai ) ."


@given(st.lists(st.sampled_from(TELLING.split())))
def test_any_order_of_telling_words_is_read(words: list[str]) -> None:
    asks = [KURTA, Ask("Red saree", "", 1, "1043", 2), Ask("Tiger shorts", "XL", 4, "1044", 3)]
    read = read_stock(" ".join(words), asks, NOW, DELHI)
    assert len({found.ask for found in read.answers}) == len(read.answers)
