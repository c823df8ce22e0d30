"""The small grammar of a shop's reply: what it reads, what it leaves, and that no reply of the field sells wrongly."""

from __future__ import annotations

import pytest

from handlers.sourcing.replies.stock.stock_answers import ShopRequest, ShopSays, StockIntent
from handlers.sourcing.replies.stock.stock_grammar import is_undo, read_stock
from tests import stock_figures
from tests.cases import each
from tests.stock_figures import NOW, ZONE, describe, says
from tests.understanding.lines import ask_of, own

SHORTS = (ShopRequest("Tiger Shorts", "L", 2, "1234"),)
MENU = (ShopRequest("Tiger Shorts", "L", 2, "1234", menu=True),)
SIZES = (
    ShopRequest("Tiger Shorts", "L", 2, "1234"),
    ShopRequest("Tiger Shorts", "M", 1, "1234"),
    ShopRequest("Taj Mug", "", 1, "1235"),
)
YES, NO, ONE = "1=yes", "1=no", "1=partial:1"

ONE_REQUEST = {
    "yes": YES, "haan": YES, "haan 2 hai": YES, "2 hai": YES, "yes 2": YES, "2": YES, "sab hai": YES, "dono hai": YES,
    "all": YES, "✅": YES, "L hai": YES, "tiger shorts hai": YES, "haan ji bhaiya": YES, "Sí, tengo 2": YES,
    "L 5 hai": YES, "दो हैं": YES,
    "no": NO, "nahi": NO, "nahi hai": NO, "none": NO, "khatam": NO, "out of stock": NO, "no stock": NO, "L nahi": NO,
    "sold out sorry": NO, "0": NO, "no hay": NO, "खत्म हो गया": NO,
    "1": ONE, "only 1": ONE, "1 hai": ONE, "sirf ek hai": ONE, "2 nahi 1 hai": ONE, "1 kam hai": ONE, "half": ONE,
    "kuch hai": "1=partial:None", "some": "1=partial:None",
    "later": "1=wait", "dekh ke batata hu": "1=wait", "kal aayega": "1=later",
}  # fmt: skip


@each(("text", "meant"), ONE_REQUEST.items(), ids=ONE_REQUEST)
def test_an_exact_reply_to_one_request_is_read(text: str, meant: str) -> None:
    assert describe(text, SHORTS) == meant


SEVERAL = {
    "1 yes 2 no": "1=yes 2=no",
    "1 haan, 2 nahi, 3 sirf 1": "1=yes 2=no 3=partial:1",
    "1 yes\n2 no": "1=yes 2=no",
    "kurta 2 hai, saree nahi": "1=yes 2=no",
    "L 2 hai M nahi": "1=yes 3=no",
    "1 yes rest no": "1=yes 2=no 3=no",
    "1 haan baki nahi": "1=yes 2=no 3=no",
    "sab hai": "1=yes 2=yes 3=yes",
    "none": "1=no 2=no 3=no",
    "nahi": "1=no 2=no 3=no",
    "later": "1=wait 2=wait 3=wait",
    "1043 haan": "2=yes",
}


@each(("text", "meant"), SEVERAL.items(), ids=SEVERAL)
def test_an_exact_reply_to_several_requests_is_read(text: str, meant: str) -> None:
    assert sorted(describe(text).split()) == meant.split()


@each(
    "text",
    [
        "haan 2 hai kal tak", "yes but 950 each", "haan par XL hai", "XL hai", "L nahi XL hai", "2 hai?", "hai kya",
        "yes no", "haan nahi", "ok", "theek hai", "thanks", "hello", "hmm", "call me", "-2 hai", "2/2", "shayad hai",
        "nahi nahi hai", "not sold", "khatam nahi hua", "40 hai", "yes I think I saw 2", "2 hai 1 kharab hai",
        "no we have it", "5", "5 hai", "blue hai", "mug hai", "yes yes yes maybe", "haan bhejo ladka", "yes hello",
    ],
)  # fmt: skip
def test_one_strange_word_leaves_a_reply_unread(text: str) -> None:
    assert describe(text, SHORTS) == ""


@each("text", ["yes", "haan", "2 hai", "1", "yes no yes", "1 2", "khatam", "hai", "4 yes", "1 yes 1 no"])
def test_what_may_mean_several_requests_means_none(text: str) -> None:
    assert describe(text) == ""


@pytest.mark.parametrize("text", ["shorts hai", "tiger shorts nahi", "yes 2"])
def test_a_name_of_two_requests_means_none(text: str) -> None:
    assert describe(text, SIZES) == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [("0", NO), ("1", ""), ("2", ""), ("3", "1=partial:None"), ("1 yes", YES), ("2 no", NO), ("yes 2", YES)],
)
def test_a_figure_that_may_be_a_choice_and_a_count_is_asked_back(text: str, meant: str) -> None:
    assert describe(text, MENU) == meant


def test_a_reply_without_a_name_is_about_the_first_requests() -> None:
    (answer,) = read_stock("haan hai", SIZES, NOW, ZONE, first=[2]).answers
    assert (answer.ask, answer.says) == (2, ShopSays.YES)


@pytest.mark.parametrize(
    ("text", "undoes"),
    [("undo", True), ("galti se", True), ("sorry, my mistake", True), ("undo 5", False), ("nahi", False)],
)
def test_what_takes_back(text: str, undoes: bool) -> None:
    assert is_undo(text) is undoes


def test_undo_names_a_request() -> None:
    reading = read_stock("undo 1043", stock_figures.THREE, NOW, ZONE)
    assert reading.intent is StockIntent.UNDO
    assert [one.ask for one in reading.answers] == [1]


def test_no_reply_of_the_field_sells_wrongly() -> None:
    """Of the replies that people wrote nothing is sold that is not there, and most clear ones are answered at once."""
    lines = list(stock_figures.read_field())
    assert [one.text for one in lines if says(one) is ShopSays.YES and not one.labels & {"yes", "price"}] == []
    clear = [one for one in lines if one.labels & {"yes", "no", "partial"}]
    right = [one for one in clear if (said := says(one)) is not None and said.value in one.labels]
    assert len(right) >= 42 or not lines


def test_no_line_of_ours_sells_wrongly() -> None:
    wrongly = []
    for line in own("shops"):
        if isinstance(line.asked, dict):
            reading = read_stock(line.text, [ask_of(line.asked)], NOW, ZONE)
            sells = reading.intent is StockIntent.ANSWER and reading.answers[0].says is ShopSays.YES
            wrongly += [line.text] if sells and not {"yes", "price"} & set(line.labels) else []
    assert wrongly == []


def test_no_list_of_ours_sells_wrongly() -> None:
    for held_out in (False, True):
        for meant, text in stock_figures.read_lists(held_out=held_out):
            assert {one for one in describe(text).split() if one.endswith("=yes")} <= set(meant.split()), text


LEFT_OPEN = ("is it there", "we had it", "had", "have we", "by 2", "at 2", "till 2", "2 tak", "size 2", "order 1")


@each("text", LEFT_OPEN)
def test_a_question_a_past_tense_and_a_time_sell_nothing(text: str) -> None:
    assert {one.says for one in read_stock(text, SHORTS, NOW, ZONE).answers} <= {ShopSays.WAIT, ShopSays.LATER}


@pytest.mark.parametrize("text", ["1 2 haan", "2 2 haan"])
def test_two_numbers_and_a_yes_to_a_list_of_two_are_asked_back(text: str) -> None:
    listed = (ShopRequest("Tiger Shorts", "L", 2, "1234", 1), ShopRequest("Taj Mug", "", 2, "1235", 2))
    assert read_stock(text, listed, NOW, ZONE).intent is not StockIntent.ANSWER
