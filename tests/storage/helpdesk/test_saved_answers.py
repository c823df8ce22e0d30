"""Saved answers: a change closes what held, and can be taken back; on every database."""

from __future__ import annotations

from flows.actor import SYSTEM
from storage.database.stores import Database
from storage.helpdesk.saved_answers import SavedAnswer, SavedAnswers
from storage.unit import Unit
from tests.storage.world import after, do

FIRST = SavedAnswer("shipping", {"en": "Two days."})
SECOND = SavedAnswer("shipping", {"en": "Three days.", "es": "Tres dias."})


async def test_what_is_put_holds(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        saved = unit.of(SavedAnswers)
        await saved.put(SECOND, SYSTEM, after(1))
        await saved.put(SavedAnswer("cod", {"hi": "हाँ।"}, allowed=True), SYSTEM, after(1))
        assert await saved.all() == [SavedAnswer("cod", {"hi": "हाँ।"}, allowed=True), SECOND]
        assert await saved.get("returns") is None

    await do(store, tell)


async def test_the_last_change_is_taken_back_and_done_again(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        saved = unit.of(SavedAnswers)
        assert await saved.find_before("shipping") is None
        await saved.put(FIRST, SYSTEM, after(1))
        assert await saved.find_before("shipping") == SavedAnswer("shipping"), "there was none"
        await saved.put(SECOND, SYSTEM, after(2))
        assert await saved.find_before("shipping") == FIRST
        await saved.put(FIRST, SYSTEM, after(3))
        assert await saved.find_before("shipping") == SECOND
        await saved.put(SavedAnswer("shipping"), SYSTEM, after(4))
        assert await saved.get("shipping") is None
        assert await saved.find_before("shipping") == FIRST
        await saved.put(SECOND, SYSTEM, after(5))
        assert await saved.find_before("shipping") == SavedAnswer("shipping"), "it had been deleted"

    await do(store, tell)


def test_the_text_is_in_the_first_language_in_which_there_is_one() -> None:
    assert SECOND.text_in("es", "en") == ("Tres dias.", "es")
    assert SECOND.text_in("hi", "en") == ("Three days.", "en")
    assert SavedAnswer("cod", {"hi": "हाँ।"}).text_in("en") == ("हाँ।", "hi")
