"""Which saved answer a question asks for: offered where it may be meant, sent by itself where nothing else is."""

from __future__ import annotations

import pytest

from handlers.helpdesk.question_topics import find_saved, find_single_answer, load, match_topic
from handlers.replies.text_normalisation import words
from tests.cases import each

ALL = ("shipping", "returns", "payment", "sizes", "hours")


@each(
    ("text", "name"),
    [
        ("How long does shipping take?", "shipping"),
        ("hi, how long does shippng take", "shipping"),
        ("¿Cuánto tarda el envío?", "shipping"),
        ("bhai kitne din lagenge?", "shipping"),
        ("डिलीवरी कितने दिन में?", "shipping"),
        ("do you have COD?", "payment"),
        ("COD milega?", "payment"),
        ("कैश ऑन डिलीवरी मिलेगा?", "payment"),
        ("puedo pagar contra entrega?", "payment"),
        ("what's your return policy", "returns"),
        ("¿Aceptan devoluciones?", "returns"),
        ("return ho sakta hai?", "returns"),
        ("what sizes do you have?", "sizes"),
        ("que tallas tienen", "sizes"),
        ("when are you open?", "hours"),
        ("दुकान कब खुलती है?", "hours"),
    ],
)
def test_a_question_of_a_topic_is_answered_by_itself(text: str, name: str) -> None:
    assert find_single_answer(text, ALL) == name
    assert find_saved(text, ALL)[0] == name or name in find_saved(text, ALL)


@each(
    "text",
    [
        "my shipping is late, how long does shipping take?",
        "how long does shipping take, it still has not come",
        "do you ship to Canada and is COD available?",
        "cancel it. how long is delivery",
        "the delivery was broken",
        "kitne din lagenge? abhi tak nahi aaya",
        "no llega mi pedido, cuanto tarda el envio",
        "I asked for shipping, why did nobody tell me that it takes three weeks to get anything from you",
        "shipping",
        "",
    ],
)
def test_what_says_more_goes_to_a_person(text: str) -> None:
    assert find_single_answer(text, ALL) is None


def test_what_may_be_meant_is_offered() -> None:
    assert find_saved("the delivery was broken", ALL) == ["shipping"]
    assert find_saved("is this cotton?", ALL) == []
    assert find_saved("is there parking?", ["parking", "shipping"]) == ["parking"]


def test_an_answer_of_the_businesss_own_topic_is_never_sent_by_itself() -> None:
    assert find_single_answer("is there parking?", ["parking"]) is None


def test_an_answer_may_be_called_by_another_name_of_its_topic() -> None:
    assert find_single_answer("do you have COD?", ["cod"]) == "cod"


def test_no_question_belongs_to_two_topics() -> None:
    asks = [(one, name) for name, topic in load().items() for one in topic.asks]
    assert len({one for one, _ in asks}) == len(asks)
    found = {(" ".join(one), name): find_single_answer(" ".join(one), ALL) for one, name in asks}
    assert {asked: name for asked, name in found.items() if name != asked[1]} == {}


def test_names_are_one_word_that_can_be_tapped() -> None:
    names = [name for topic in load().values() for name in topic.names]
    assert len(set(names)) == len(names)
    assert [name for name in names if not name.isascii() or len(words(name)) != 1] == []


@pytest.mark.parametrize(
    ("name", "topic"), [("shipng", "shipping"), ("retrns", "returns"), ("payement", "payment"), ("parking", "parking")]
)
def test_a_misspelt_topic_is_that_topic(name: str, topic: str) -> None:
    assert match_topic(name) == topic
