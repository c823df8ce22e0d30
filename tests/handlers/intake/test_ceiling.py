"""No text of a stranger holds the loop: what is read has a ceiling, costs grow with the length, and an opt-out is heard
within any text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.bench import hostile_texts
from bot.bench.reading_bench import CHATS, measure_cost, open_chats
from bot.simulator.demo_businesses import samples
from flows.events import MessageReceived
from handlers.intake.arrival import may_stop
from handlers.replies import reading_effort

SAMPLE = samples()["delhi"]
SLACK = 1_000.0  # ms: the goal is 50 (`parley bench reading`); before, one text took up to 49 000
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


def received(text: str) -> MessageReceived:
    return MessageReceived("sms", "+13145550142", "+13145550100", "1", text, datetime(2026, 3, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["STOP " + 4_000 * "(", 4_000 * "(" + " stop texting me", 1_300 * "no " + "STOP", "prose. " * 300 + "STOP"]
)
def test_an_opt_out_is_heard_within_any_text(text: str) -> None:
    assert may_stop(received(text))


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
