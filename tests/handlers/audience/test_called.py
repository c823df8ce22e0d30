"""What is tapped for an audience means that audience and no other, whatever marks and letters its name has."""

from __future__ import annotations

import pytest

from handlers.audience.called import called, is_plain, to_tap
from handlers.turn import Turn
from tests.handlers.profiles.conftest import TIGER, Shop, rig, shop

__all__ = ["rig", "shop"]
RICH = {"fact": "spend", "op": ">=", "value": 100}
ALIKE = ("silver club", "silver-club", "silver.club", "silver_club", "साड़ी", "साड़ी!", "a = b", "4f3a2b1c9d8e")


async def test_names_that_look_alike_in_a_tap_mean_their_own_audience(shop: Shop) -> None:
    for name in ALIKE:
        assert (await shop.ask("POST", "/api/segments", {"name": name, "criteria": RICH})).status == 201

    async def look(turn: Turn) -> None:
        for name in ALIKE:
            kept = await called(turn, name)
            assert kept is not None
            assert kept.name == name
            words = str(to_tap(kept)).removeprefix("/audience_").replace("_", " ")
            assert await called(turn, words) == kept
        assert await called(turn, "") is None

    await shop.service.turns.look(TIGER, look)


@pytest.mark.parametrize("name", ["delete best", "Delete", "JSON", "json-of all", "delete_best", "delete: best"])
async def test_no_audience_is_called_as_what_the_command_does(shop: Shop, name: str) -> None:
    told = {"name": name, "criteria": RICH}
    refused = await shop.ask("POST", "/api/segments", told)
    assert refused.error == (409, "conflict", "name")
    made = await shop.ask("POST", "/api/segments", told | {"name": "best"})
    changed = await shop.ask("PUT", made.headers["Location"], made.body | told, If_Match=made.headers["ETag"])
    assert changed.error == (409, "conflict", "name")
    assert not is_plain(name)
    assert (await shop.ask("POST", "/api/segments", told | {"name": "deleted ones"})).status == 201
