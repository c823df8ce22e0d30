"""A shop counts anew what it answered a moment ago, without naming it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.sourcing.replies.recounting import Recount, recount, without_found
from tests.handlers.sourcing.shop.house import RAVI, House
from tests.handlers.sourcing.shop.test_talking import reserve

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "many", "more"),
    [
        ("arre ruko, 2 hai, ek andar se mil gaya", 2, 0),
        ("wait, it is 2, one turned up inside", 2, 0),
        ("रुको, 2 हैं, एक अंदर से मिल गया", 2, 0),
        ("espera, son 2, uno apareció adentro", 2, 0),
        ("2 hai, ek andar se mil gaya", 2, 0),
        ("sorry only 1, other one is broken", 1, 0),
        ("galti ho gayi 1 hi hai", 1, 0),
        ("ek nahi, do hai", 2, 0),
        ("ruko ek aur mil gaya", None, 1),
        ("ruko, ek andar se mil gaya", None, 0),
    ],
)
def test_what_corrects_a_count(text: str, many: int | None, more: int) -> None:
    found = recount(text)
    assert found is not None
    assert (found.many, found.more, found.corrects) == (many, more, True)


@pytest.mark.parametrize(
    "text",
    ["sorry, 150 each", "ruko dekh ke batata hu", "wait 10 min", "wait 2?", "sorry 2 kal aayega", "2 hai 3 nahi"],
)
def test_what_is_no_new_count(text: str) -> None:
    assert recount(text) is None


@pytest.mark.parametrize("text", ["2 hai", "2 mil gaye", "haan 2 hai"])
def test_a_mere_answer_corrects_nothing(text: str) -> None:
    assert recount(text) in {None, Recount(2), Recount(None)}


def test_what_explains_a_count_is_no_count() -> None:
    assert without_found("2 hai, ek andar se mil gaya") == "2 hai"
    assert without_found("mug 2 hai, kurta 1 hai") == "mug 2 hai, kurta 1 hai"
    assert without_found("ek mil gaya") == "ek mil gaya"


@pytest.fixture
async def asked(house: House) -> House:
    """A shop that was asked for two pieces, and has said that one is there."""
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)
    await house.push(6 * MINUTE)
    await house.say(RAVI, "1 hi hai")
    await house.push(MINUTE)
    return house


async def test_a_number_alone_is_of_what_was_answered_last(asked: House) -> None:
    (told,) = await asked.say(RAVI, "ruko, 2 hai, ek andar se mil gaya")
    assert told.text is not None
    assert "Tiger Shorts L × 2" in told.text


async def test_one_more_is_counted_on_top(asked: House) -> None:
    (told,) = await asked.say(RAVI, "ek aur mil gaya")
    assert told.text is not None
    assert "Tiger Shorts L × 2" in told.text
