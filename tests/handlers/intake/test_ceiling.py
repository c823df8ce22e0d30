"""No text of a stranger holds the loop: what is read has a ceiling, costs grow with the length, and an opt-out is heard
within any text."""

from __future__ import annotations

import sys
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bot.bench import hostile_texts
from bot.bench.reading_bench import CHATS, measure_cost, open_chats
from bot.simulator.demo_businesses import samples
from flows.events import MessageReceived
from flows.sourcing.order_wishes import Orderable
from handlers.intake.arrival import may_be_unwritten, may_stop
from handlers.replies import reading_effort
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.sourcing.customer.ordering.goods_names import GoodsNames
from handlers.sourcing.staff.order_reference import best

SAMPLE = samples()["delhi"]
SLACK = 1_000.0  # ms: the goal is 20 (`parley bench reading`); before, one text took up to 49 000
MOST_CALLS = 350_000  # events of calls: a word without meaning has 60 000, the costliest of the texts 280 000
_COSTLY = ("words 'order 1 '", "words 'not vip and '", "words 'a – '", "words 'house no. '", "every word", "prose")
_ALWAYS = ("mixed order", "every word", "prose", "one sign for 18 letters")
EVERY = 12  # of so many texts one is tried in each chat, another in each


async def test_no_text_holds_the_loop() -> None:
    texts = hostile_texts.make_cases([ware.title for ware in SAMPLE.wares])
    async with open_chats(SAMPLE) as service:
        slow: dict[tuple[str, str], float] = {}
        for place, (chat, (writer, _)) in enumerate(CHATS.items()):
            chosen = [*list(texts)[place::EVERY], "run of '('", "words '1 '", *_ALWAYS]
            taken = {name: await measure_cost(service, SAMPLE, writer, texts[name]) for name in chosen}
            slow |= {(chat, name): spent for name, spent in taken.items() if spent > SLACK}
    assert slow == {}


async def test_the_work_of_reading_is_bounded_and_no_part_is_read_twice() -> None:
    texts = hostile_texts.make_cases([ware.title for ware in SAMPLE.wares])
    async with open_chats(SAMPLE) as service:
        calls: dict[tuple[str, str], int] = {}
        for chat in ("customer who picks", "owner"):
            for name in _COSTLY:
                reading = measure_cost(service, SAMPLE, CHATS[chat][0], texts[name])
                calls[chat, name] = await count_events(reading)
    assert {case: count for case, count in calls.items() if count > MOST_CALLS} == {}


async def count_events(work: Awaitable[object]) -> int:
    """Return the number of calls and returns while ``work`` runs."""
    count = 0

    def note(*_event: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        await work
    finally:
        sys.setprofile(None)
    return count


def test_an_arrived_text_is_read_once() -> None:
    calls: list[str] = []

    @reading_effort.cache_reading
    def split(text: str) -> list[str]:
        calls.append(text)
        return text.split()

    for _ in range(3):
        with reading_effort.limit_effort(None, of="a b"), reading_effort.limit_effort():
            assert split("a b") == ["a", "b"]
    assert calls == ["a b"]
    for number in range(99):
        with reading_effort.limit_effort(None, of=f"{number}"):
            split("a b")
    with reading_effort.limit_effort(None, of="a b"):
        split("a b")
    assert len(calls) == 1 + 99 + 1, "the results of the latest messages only are kept"


def test_names_of_a_large_catalogue_are_compared_within_the_ceiling() -> None:
    titles = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}ware shorts" for n in range(10_000)]
    names = GoodsNames([Orderable(uuid4(), f"K{n}", title, (), 1) for n, title in enumerate(titles)])
    with reading_effort.limit_effort():
        assert names.match_at(["xyzware", "abdwarr", "acdware", "shorts"], 2)[0] == 2
        with pytest.raises(reading_effort.TooCostly):
            names.drop_goods([f"{chr(97 + n % 26)}{chr(97 + n // 26)}zqqwu" for n in range(500)])


def test_a_command_of_many_words_is_compared_within_the_ceiling() -> None:
    shops = [f"shop{n} place{n}" for n in range(1_000)]
    with reading_effort.limit_effort():
        assert best(["shop17"], shops, str.split)[0] == [shops[17]]
        with pytest.raises(reading_effort.TooCostly):
            best([f"word{n}" for n in range(800)], shops, str.split)


def received(text: str) -> MessageReceived:
    return MessageReceived("sms", "+13145550142", "+13145550100", "1", text, datetime(2026, 3, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["STOP " + 4_000 * "(", 4_000 * "(" + " stop texting me", 1_300 * "no " + "STOP", "prose. " * 300 + "STOP"]
)
def test_an_opt_out_is_heard_within_any_text(text: str) -> None:
    assert may_stop(received(text))


def test_the_verdict_on_a_forwarded_text_is_not_that_on_its_writers() -> None:
    """One person forwards a text, the next one means it: the cached verdict is the first one's alone."""
    text = received("pls take me off this list")
    said = [may_stop(replace(text, forwarded=forwarded)) for forwarded in (True, False, True)]
    assert said == [False, True, False]


def test_the_verdict_on_a_written_text_is_not_that_on_a_button() -> None:
    text = "Liked “stop texting me”"
    pressed = replace(received(""), button=text)
    assert [may_stop(one) for one in (received(text), pressed, received(text))] == [False, True, False]
    assert [may_be_unwritten(one) for one in (received(text), pressed)] == [True, False]


@pytest.mark.parametrize("again", [False, True], ids=["in one reading", "in the next reading"])
def test_one_text_has_a_reading_for_each_question(again: bool) -> None:
    text = "please stop sending me all of these texts"
    said: list[OptOut] = []
    for kept in ((True,), (False,)) if again else ((True, False),):
        with reading_effort.limit_effort(None, of=text):
            said += [read_opt_out(text, forwarded=forwarded) for forwarded in kept]
    assert said == [OptOut.NONE, OptOut.STOP]


def test_of_what_is_repeated_twenty_are_kept() -> None:
    assert received("1 " * 2_000).text == "1 " * 20
    assert received("(" * 4_000).text == "(" * 20
    assert received("x" * 61).text == "x" * 61, "a name may be too long, and that is to be said"


def test_a_reading_has_a_ceiling_and_remembers() -> None:
    calls: list[str] = []

    @reading_effort.count_calls
    def split(text: str) -> tuple[str, ...]:
        calls.append(text)
        return tuple(text.split())

    with reading_effort.limit_effort(units=100):
        assert [split("a b") for _ in range(9)] == [("a", "b")] * 9
        assert calls == ["a b"]
        with pytest.raises(reading_effort.TooCostly):
            [split(str(number)) for number in range(99)]
    assert split("a b") == ("a", "b"), "outside nothing is counted"
