"""What the staff is shown of somebody who asks."""

from __future__ import annotations

import pytest

from handlers.handover import spoken
from storage.store import Store
from tests.handlers.admins.rows import START, Shop, blank, play


@pytest.mark.parametrize(
    ("way", "text", "shown"),
    [
        pytest.param("in", "/start GS2Z65G6SD7P", False, id="a start's token is a secret"),
        pytest.param("in", "/start@tigertees_bot GS2Z65G6SD7P", False, id="with the bot's name"),
        pytest.param("in", " /start", False, id="a bare start"),
        pytest.param("in", "/help", False, id="another command"),
        pytest.param("in", "JOIN gs2z65g6sd7p", False, id="an invite's text on WhatsApp and by SMS"),
        pytest.param("in", "join us, you say?", True, id="a word that is no invite's"),
        pytest.param("in", "1/2 or 3/4?", True, id="a fraction"),
        pytest.param("in", "do I write /stop?", True, id="one inside of a sentence"),
        pytest.param("in", "", True, id="a picture"),
        pytest.param("out", "/stop ends it", True, id="our own words"),
    ],
)
async def test_commands_are_no_words_of_theirs(store: Store, way: str, text: str, shown: bool) -> None:
    async def scene(shop: Shop) -> bool:
        noor = await shop.person("7000007001", channel="telegram")
        return bool(spoken([blank(shop, noor, "k", way, text, START)]))

    assert await play(store, scene) is shown
