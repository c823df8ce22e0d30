"""Which of several open requests an answer means."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.sourcing.replies.stock.reading import Ask, Says, StockIntent, StockReading, read_stock
from tests.stock_figures import THREE, describe

NOW = datetime(2026, 1, 7, 6, 30, tzinfo=UTC)
DELHI = ZoneInfo("Asia/Kolkata")


def read(text: str, quoted: frozenset[int] | None = None) -> StockReading:
    return read_stock(text, THREE, NOW, DELHI, quoted=quoted)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 yes 2 no 3 only 1", "1=yes 2=no 3=partial:1"),
        ("1 haan 2 nahi", "1=yes 2=no"),
        ("1. haan\n2. nahi\n3. sirf 2", "1=yes 2=no 3=partial:2"),
        ("1 and 3 yes, 2 no", "1=yes 2=no 3=yes"),
        ("haan\nnahi\nhaan", "1=yes 2=no 3=yes"),
        ("n n y", "1=no 2=no 3=yes"),
        ("yes to all", "1=yes 2=yes 3=yes"),
        ("sab hai", "1=yes 2=yes 3=yes"),
        ("none", "1=no 2=no 3=no"),
        ("sab hai 1 chhod ke", "1=no 2=yes 3=yes"),
        ("everything but shorts", "1=yes 2=yes 3=no"),
        ("1 haan baaki nahi", "1=yes 2=no 3=no"),
        ("1042 only 1, 1043 yes", "1=partial:1 2=yes"),
        ("kurta haan, saree nahi", "1=yes 2=no"),
        ("red sari is sold out", "2=no"),
        ("साड़ी नहीं है", "2=no"),
        ("pehla hai dusra nahi teesra kal", "1=yes 2=no 3=later"),
        ("kurta saree dono hai shorts nahi", "1=yes 2=yes 3=no"),
        ("no kurta, saree ok", "1=no 2=yes"),
        ("kurta is there, shorts not", "1=yes 3=no"),
        ("shorts only, saree finished", "2=no 3=yes"),
        ("1 available 2 sold 3 available", "1=yes 2=no 3=yes"),
        ("saree nahi, other two ok", "1=yes 2=no 3=yes"),
        ("haan", "which"),
        ("2 hai", "which"),
        ("only 1", "which"),
        ("dono hai", "which"),
        ("1043 undo", "undo"),
        ("kab aaoge?", "question"),
        ("baki 1 kal aayega", "rest"),
        ("rest tomorrow", "rest"),
        ("बाकी कल आएगा", "rest"),
        ("1 nahi baki 1 kal aayega", "1=no 2=later 3=later"),
        ("yes for 1 and 2, 3 tomorrow", "1=yes 2=yes 3=later"),
        ("haan 1 aur 2, 3 kal", "1=yes 2=yes 3=later"),
        ("sí para 1 y 2, 3 mañana", "1=yes 2=yes 3=later"),
        ("no for 1 and 2, 3 yes", "1=no 2=no 3=yes"),
        ("yes for 1, 2 and no for 3", "1=yes 2=yes 3=no"),
        ("yes for 1, no for 2, 3 tomorrow", "1=yes 2=no 3=later"),
        ("yes to 1 and 3", "1=yes 3=yes"),
        ("yes for 2 and 3 only 1", "2=yes 3=partial:1"),
        ("yes for 1", "which"),
        ("no 1 and 2, 3 yes", "unclear"),
    ],
)
def test_requests(text: str, meant: str) -> None:
    assert describe(read(text)) == meant


SIZED = [
    Ask("Taj Mug", "", 4, "9", 1),
    Ask("Tiger shorts", "M", 1, "9", 2),
    Ask("Tiger shorts", "L", 2, "9", 3),
    Ask("Blue kurta", "M", 1, "9", 4),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mug 4 hai, shorts M hai L 1 hi, kurta nahi", "1=yes 2=yes 3=partial:1 4=no"),
        ("shorts M hai L nahi", "2=yes 3=no"),
        ("M shorts hai L nahi, mug 4", "1=yes 2=yes 3=no"),
        ("shorts: L nahi, M hai", "2=yes 3=no"),
        ("kurta nahi, shorts M L dono hai", "2=yes 3=yes 4=no"),
        ("shorts hai", "unclear"),
        ("shorts S hai", "which"),
    ],
)
def test_a_further_size_of_what_is_named_is_the_request_for_it(text: str, meant: str) -> None:
    assert describe(read_stock(text, SIZED, NOW, DELHI)) == meant


SIX = [Ask(f"Thing {chr(97 + at)}", "", many, "1001", at + 1) for at, many in enumerate((2, 2, 2, 1, 1, 2))]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 2 hai, 3 4 nahi, 5 pata nahi, 6 sirf 1", "1=yes 2=yes 3=no 4=no 5=unclear 6=partial:1"),
        ("1 2 3 hai baaki nahi", "1=yes 2=yes 3=yes 4=no 5=no 6=no"),
        ("1 haan 2 3 nahi 4 sirf 1", "1=yes 2=no 3=no 4=yes"),
        ("4 5 hai 6 nahi", "4=yes 5=yes 6=no"),
        ("1 2, 2 1, 3 0", "1=yes 2=partial:1 3=no"),
        ("1 2 hai, 2 1 hai, 3 nahi", "1=yes 2=partial:1 3=no"),
        ("1 2 hai", "which"),
        ("1 2 hai baaki nahi", "which"),
    ],
)
def test_numbers_in_a_row_are_places_where_nothing_else_can_be_meant(text: str, meant: str) -> None:
    assert describe(read_stock(text, SIX, NOW, DELHI)) == meant


@pytest.mark.parametrize("text", ["baki 1 kal aayega", "rest tomorrow", "baaki 2 hai"])
def test_what_opens_with_the_rest_goes_on_with_an_earlier_answer(text: str) -> None:
    assert read_stock(text, [THREE[0]], NOW, DELHI).intent is StockIntent.REST


@pytest.mark.parametrize("text", ["1 nahi, baki kal", "sab hai 1 chhod ke", "1 haan baaki nahi"])
def test_what_nothing_names_is_swept(text: str) -> None:
    assert [found.swept for found in read(text).answers] == [False, True, True]


def test_a_quoted_message_tells_which() -> None:
    reading = read("haan hai", quoted=frozenset({1}))
    assert [(found.ask, found.says) for found in reading.answers] == [(1, Says.YES)]


def test_an_order_number_tells_it_against_the_quoted_message() -> None:
    reading = read("1044 nahi", quoted=frozenset({1}))
    assert [(found.ask, found.says) for found in reading.answers] == [(2, Says.NO)]


def test_an_undo_names_its_request() -> None:
    assert [found.ask for found in read("1043 undo").answers] == [1]


def test_two_of_one_product_are_told_apart_by_size_alone() -> None:
    asks = [Ask("Blue kurta", "L", 1, "7", 1), Ask("Blue kurta", "XL", 1, "8", 2)]
    assert describe(read_stock("L hai XL nahi", asks, NOW, DELHI)) == "1=yes 2=no"
    assert read_stock("kurta hai", asks, NOW, DELHI).intent is StockIntent.WHICH


def test_the_number_of_a_closed_request_is_no_quantity() -> None:
    second = [THREE[1]]
    assert read_stock("1 haan", second, NOW, DELHI).intent is StockIntent.WHICH
    assert describe(read_stock("2 haan", second, NOW, DELHI)) == "1=yes"


def test_an_answer_twice_that_differs_is_unclear() -> None:
    reading = read("1042 haan, 1042 nahi")
    assert [found.says for found in reading.answers] == [Says.UNCLEAR]


def test_without_a_request_nothing_is_answered() -> None:
    assert read_stock("haan", [], NOW, DELHI) == StockReading((), StockIntent.UNCLEAR)
    assert read_stock("undo", [], NOW, DELHI).intent is StockIntent.UNDO


def test_a_long_list_is_read_whole() -> None:
    asks = [Ask(f"Item {number}", "", 1, f"{number + 5000}", number) for number in range(1, 151)]
    text = " ".join(f"{number} {'haan' if number % 3 else 'nahi'}" for number in range(1, 151))
    reading = read_stock(text, asks, NOW, DELHI)
    assert [found.says is Says.YES for found in reading.answers] == [number % 3 != 0 for number in range(1, 151)]


@pytest.mark.parametrize("text", ["दोनों एक एक हैं", "dono ek ek hai", "both one each", "ambos uno cada uno"])
def test_one_each_is_said_of_both(text: str) -> None:
    asks = [Ask("Block Print Kurta", "M", 1, "1", 1), Ask("Brass Elephant", "", 2, "2", 2)]
    found = read_stock(text, asks, NOW, DELHI)
    assert [(one.says, one.quantity) for one in found.answers] == [(Says.YES, 1), (Says.PARTIAL, 1)]
