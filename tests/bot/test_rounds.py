"""Work of many requests, done kind by kind in one round of the loop."""

from __future__ import annotations

import asyncio
from functools import partial
from uuid import UUID

import pytest

from bot.batcher import Batcher
from bot.correlation import follow_cause, get_followed_trail


class Book:
    """What was done, in which order."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def note(self, name: str) -> str:
        self.done.append(name)
        return name


async def test_kind_by_kind_in_the_order_of_asking() -> None:
    rounds, book = Batcher(), Book()
    asked = [("sms", "1"), ("cart", "2"), ("sms", "3"), ("cart", "4")]
    said = await asyncio.gather(*(rounds.take(kind, partial(book.note, name)) for kind, name in asked))
    assert said == ["1", "2", "3", "4"]
    assert book.done == ["1", "3", "2", "4"]


async def test_what_comes_meanwhile_is_of_the_next_round() -> None:
    rounds, book = Batcher(), Book()

    def ask_for_more() -> asyncio.Task[str]:
        book.note("first")
        return asyncio.create_task(rounds.take("sms", partial(book.note, "more")))

    more, _ = await asyncio.gather(rounds.take("sms", ask_for_more), rounds.take("sms", partial(book.note, "second")))
    await more
    assert book.done == ["first", "second", "more"]


async def test_an_error_is_told_to_its_own_caller() -> None:
    rounds = Batcher()
    told = await asyncio.gather(
        rounds.take("sms", lambda: int("one")), rounds.take("sms", lambda: int("2")), return_exceptions=True
    )
    assert isinstance(told[0], ValueError)
    assert told[1] == 2


async def test_nothing_is_done_for_who_has_left() -> None:
    rounds, book = Batcher(), Book()
    gone, here = (asyncio.create_task(rounds.take("sms", partial(book.note, name))) for name in "ab")
    await asyncio.sleep(0)
    gone.cancel()
    await here
    assert book.done == ["b"]
    with pytest.raises(asyncio.CancelledError):
        await gone


@pytest.mark.parametrize("error", [StopIteration(), asyncio.CancelledError(), KeyError("here")], ids=repr)
async def test_whatever_one_raises_the_others_are_done(error: BaseException) -> None:
    rounds, book = Batcher(), Book()

    def fail() -> None:
        raise error

    asked = [rounds.take("sms", fail), *(rounds.take(kind, partial(book.note, kind)) for kind in ("sms", "cart"))]
    told = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 5)
    assert isinstance(told[0], BaseException)
    assert told[1:] == ["sms", "cart"]


async def test_each_is_done_on_the_trail_of_who_asked() -> None:
    rounds = Batcher()

    async def ask(trail: UUID) -> int | None:
        with follow_cause(trail):
            return await rounds.take("sms", get_followed_trail)

    trails = [UUID(int=number) for number in (1, 2, 3)]
    assert await asyncio.gather(*map(ask, trails)) == [1, 2, 3]
