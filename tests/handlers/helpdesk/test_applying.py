"""Saved answers of a business file beside those of the chat, on a real database."""

from __future__ import annotations

import pytest

from bot.clock import PushedClock
from flows.actor import SYSTEM
from flows.setting_choices import ChoicesOvertaken, Overtaken
from storage.database.stores import Database
from storage.helpdesk.saved_answers import SavedAnswer, SavedAnswers
from storage.unit import Unit
from tests.handlers.actions.test_apply import Shop
from tests.handlers.actions.test_chosen import overtaken

FILE = '[answers]\nshipping = "Three days."\nreturns = { en = "30 days.", es = "30 dias." }\n'


@pytest.fixture
def tiger(store: Database, clock: PushedClock) -> Shop:
    return Shop(store, clock)


async def held(tiger: Shop) -> dict[str, dict[str, str]]:
    async def look(unit: Unit) -> dict[str, dict[str, str]]:
        return {one.name: dict(one.texts) for one in await unit.of(SavedAnswers).all()}

    return await tiger.store.read("tiger", look)


async def save(tiger: Shop, name: str, *, allowed: bool = False, **texts: str) -> None:
    """As the chat does."""
    answer = SavedAnswer(name, texts, allowed)
    await tiger.store.write("tiger", lambda unit: unit.of(SavedAnswers).put(answer, SYSTEM, tiger.clock.now()))


async def test_a_file_saves_its_answers_once(tiger: Shop) -> None:
    await tiger.apply()
    first = await tiger.apply(FILE)
    assert first.changes == ("answer returns (en): saved", "answer returns (es): saved", "answer shipping (en): saved")
    assert await held(tiger) == {"returns": {"en": "30 days.", "es": "30 dias."}, "shipping": {"en": "Three days."}}
    again = await tiger.apply(FILE)
    assert (again.changes, again.chosen) == ((), ())


async def test_what_was_changed_in_chat_stays_until_the_file_says_otherwise(tiger: Shop) -> None:
    await tiger.apply(FILE)
    await save(tiger, "shipping", allowed=True, en="Two days.")
    again = await tiger.apply(FILE)
    line = "answer shipping (en): the chat says Two days., the file still says Three days.: the chat's stays"
    assert (again.chosen, again.changes) == ((line,), ())
    changed = FILE.replace("Three days.", "One day.")
    over = "answer shipping (en): the file says One day. now, it said Three days.: the chat's Two days. is over"
    assert (await tiger.apply(changed, dry_run=True)).chosen == (over,)
    assert (await held(tiger))["shipping"] == {"en": "Two days."}
    applied = await tiger.apply(changed)
    assert (applied.chosen, applied.changes) == ((over,), ("answer shipping (en): changed",))
    assert (await held(tiger))["shipping"] == {"en": "One day."}
    told = await tiger.store.read("tiger", overtaken)
    assert told == [ChoicesOvertaken((Overtaken("answers.shipping.en", "Two days.", "One day."),))]
    shipping = await tiger.store.read("tiger", lambda unit: unit.of(SavedAnswers).get("shipping"))
    assert shipping is not None
    assert shipping.allowed, "what was allowed in chat is sent by itself as before"


async def test_what_the_file_takes_out_goes_and_what_the_chat_added_stays(tiger: Shop) -> None:
    await tiger.apply(FILE)
    await save(tiger, "parking", en="Behind the shop.")
    fewer = await tiger.apply('[answers]\nreturns = "30 days."\n')
    assert fewer.changes == ("answer returns (es): deleted", "answer shipping (en): deleted")
    assert await held(tiger) == {"parking": {"en": "Behind the shop."}, "returns": {"en": "30 days."}}


async def test_what_was_deleted_in_chat_does_not_come_back(tiger: Shop) -> None:
    await tiger.apply(FILE)
    await save(tiger, "shipping")
    again = await tiger.apply(FILE)
    assert "shipping" not in await held(tiger)
    assert again.chosen[0].endswith("the chat says nothing, the file still says Three days.: the chat's stays")


async def test_the_chats_own_words_in_the_file_are_news_to_nobody(tiger: Shop) -> None:
    await tiger.apply(FILE)
    await save(tiger, "shipping", en="Two days.")
    same = await tiger.apply(FILE.replace("Three days.", "Two days."))
    assert (same.chosen, same.changes) == ((), ())
    assert await tiger.store.read("tiger", overtaken) == []
