"""What counts pieces: parts of a whole, last ones, damaged ones, and numbers of other tongues."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.stock.reading import Ask, Says, StockAnswer, StockIntent, StockReading, read_stock

NOW = datetime(2026, 1, 7, 6, 30, tzinfo=UTC)
DELHI = ZoneInfo("Asia/Kolkata")


def reading(text: str, asked: int = 2) -> StockReading:
    return read_stock(text, [Ask("Blue kurta", "L", asked, "1042", menu=True)], NOW, DELHI)


def answer(text: str, asked: int = 2) -> StockAnswer:
    (found,) = reading(text, asked).answers
    return found


@pytest.mark.parametrize(
    ("text", "asked", "quantity"),
    [
        ("Got 7 out of the 10", 10, 7),
        ("4 of the 5 you asked", 5, 4),
        ("of the ten I have 7", 10, 7),
        ("5 me se 4 hai", 5, 4),
        ("tengo 3 de las 5", 5, 3),
        ("de las 10 solo tengo 4", 10, 4),
        ("8 pcs available not 12", 12, 8),
        ("ten available not a dozen", 12, 10),
        ("do hi hai teen nahi", 3, 2),
        ("तीन ही बचे हैं", 5, 3),
        ("last pc hai", 2, 1),
        ("आखिरी पीस बचा है", 2, 1),
        ("es la última que me queda", 2, 1),
        ("2 there but 1 is damaged", 2, 1),
        ("ok 2 hai par ek damaged", 2, 1),
        ("teen hai par ek kharab", 3, 2),  # no hundred billion
        ("2 sahi hai 1 kharab", 3, 2),
        ("there were 2 but one went just now", 2, 1),
        ("do the ek bik gaya", 2, 1),
        ("had 5 sold 3, 2 left", 5, 2),
        ("one yes other one no", 2, 1),
        ("yes but 1 piece available the other got sold", 2, 1),
    ],
)
def test_fewer_than_were_asked_for(text: str, asked: int, quantity: int) -> None:
    found = answer(text, asked)
    assert (found.says, found.quantity) == (Says.PARTIAL, quantity)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("last piece hai", 1),
        ("Es la última pero sí la tengo", 1),
        ("last 2 pieces come fast", 2),
        ("Están las diez", 10),
        ("tengo once", 11),
        ("छत्तीस पीस हैं", 36),
        ("12 dozen available", 144),
        ("no no its available, both are here", 2),
    ],
)
def test_all_that_was_asked_for(text: str, asked: int) -> None:
    found = answer(text, asked)
    assert (found.says, found.quantity, found.price) == (Says.YES, asked, None)


@pytest.mark.parametrize(
    "text",
    ["haan par ek bik gaya", "2 there one sold", "dono kharab hai", "hai par kisi aur ke liye rakha hai",
     "ya están apartadas", "last stock hai", "checking... ok", "haan call at 5"],
)  # fmt: skip
def test_what_leaves_open_how_many_there_are_is_no_yes(text: str) -> None:
    assert all(found.says is not Says.YES for found in reading(text).answers)


@pytest.mark.parametrize(
    "text",
    ["na bhai", "नीला वाला नहीं है", "No me queda ninguna en azul", "Sí mira, es que ya no hay", "last piece bik gaya",
     "nada, ya busqué y no hay", "no creo, ya no hay", "cero, se terminaron"],
)  # fmt: skip
def test_nothing_is_there(text: str) -> None:
    assert answer(text).says is Says.NO


@pytest.mark.parametrize(
    "text", ["mens or ladies", "gents ka ya ladies ka", "de dama o caballero", "who is this", "aap kaun bol rahe ho"]
)
def test_what_they_ask_without_a_mark(text: str) -> None:
    assert reading(text).intent is StockIntent.QUESTION


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("navy blue available", "navy blue"),
        ("tengo azul marino", "azul marino"),
        ("L is there but in another style", "another style"),
        ("in L only green", "green"),
        ("haan in L only green", "green"),
    ],
)
def test_a_shade_or_another_design_is_something_else(text: str, alternative: str) -> None:
    found = answer(text)
    assert (found.says, found.alternative) == (Says.PARTIAL, alternative)


@pytest.mark.parametrize(
    ("text", "asked", "price", "price_for"),
    [
        ("we have it, 1400 for two", 2, 1400, 2),
        ("haan ji mil jayega 1100 dono ka", 2, 1100, 2),
        ("yes mam 799 last price", 2, 799, 1),
        ("hai 700 last", 2, 700, 1),
        ("saade paanch sau ka padega ek", 2, 550, 1),
        ("se la dejo en 450 pesos", 1, 450, 1),
        ("dozen is there, 4800 total", 12, 4800, 12),
        ("four fifty each", 2, 450, 1),
        ("tres por mil", 3, 1000, 3),
    ],
)
def test_prices_without_a_sign(text: str, asked: int, price: int, price_for: int) -> None:
    found = answer(text, asked)
    assert (found.says, found.price, found.price_for) == (Says.YES, Decimal(price), price_for)


@pytest.mark.parametrize(
    "text", ["not available till sunday", "ready tomorrow not today", "Should be here Tuesday with the delivery"]
)
def test_not_now_but_then(text: str) -> None:
    assert answer(text).says is Says.LATER


def test_hindi_and_spanish_count_to_a_hundred() -> None:
    said = "chhattis pentis unchaas पैंतालीस बयालीस निन्यानवे treinta y dos, noventa y nueve"
    assert [int(value) for value in read_numbers(said.replace(" ", ", ", 5))] == [36, 35, 49, 45, 42, 99, 32, 99]


@pytest.mark.parametrize(
    ("text", "meant"), [("2", Says.UNCLEAR), ("yes 2", Says.YES), ("haan", Says.YES), ("no", Says.NO)]
)
def test_a_figure_that_was_asked_back_is_as_doubtful_again(text: str, meant: Says) -> None:
    figured = Ask("Tiger Shorts", "M", 2, "1042", figured=True)
    assert [answer.says for answer in read_stock(text, [figured], NOW, DELHI).answers] == [meant]
