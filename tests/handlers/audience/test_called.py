"""What is tapped for an audience means that audience and no other, whatever marks and letters its name has."""

from __future__ import annotations

import pytest

from flows.actor import Actor
from flows.audience.criteria import Compared, Not
from flows.audience.criteria_json import read_criteria
from flows.audience.standard_audiences import READY
from handlers.audience.audience_reference import find_segment, is_phrase, is_plain, to_tap
from handlers.audience.filter_names import load_names
from handlers.audience.filter_phrases import read_phrase
from handlers.engine.turn import Turn
from storage.audience.segments import Segments
from tests.handlers.profiles.conftest import TIGER, Shop, rig, shop

__all__ = ["rig", "shop"]
RICH = {"fact": "spend", "op": ">=", "value": 100}
ALIKE = ("silver club", "silver-club", "silver.club", "silver_club", "साड़ी", "साड़ी!", "a = b", "4f3a2b1c9d8e")


async def test_names_that_look_alike_in_a_tap_mean_their_own_audience(shop: Shop) -> None:
    for name in ALIKE:
        assert (await shop.ask("POST", "/api/segments", {"name": name, "criteria": RICH})).status == 201

    async def look(turn: Turn) -> None:
        for name in ALIKE:
            kept = await find_segment(turn, name)
            assert kept is not None
            assert kept.name == name
            words = str(to_tap(kept)).removeprefix("/audience_").replace("_", " ")
            assert await find_segment(turn, words) == kept
        assert await find_segment(turn, "") is None

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


FILTERS = ("not vip", "Not VIP", "-vip", "not bought 60d", "vip in Missouri", "gone 90 days", "spent>100", "vip or new")


@pytest.mark.parametrize("name", FILTERS)
async def test_no_audience_has_the_name_of_a_filter(shop: Shop, name: str) -> None:
    told = {"name": name, "criteria": RICH}
    refused = await shop.ask("POST", "/api/segments", told)
    assert refused.error == (409, "conflict", "name")
    assert "is a word for a group of people" in refused.body["error"]["message"]


@pytest.mark.parametrize("name", ["Not now", "no-frills", "New York", "notable", "Last chance", "tags"])
async def test_a_name_that_begins_as_a_filter_and_is_none_is_free(shop: Shop, name: str) -> None:
    assert (await shop.ask("POST", "/api/segments", {"name": name, "criteria": RICH})).status == 201

    async def look(turn: Turn) -> None:
        kept = await find_segment(turn, name)
        assert kept is not None
        assert not await is_phrase(turn, name)
        words = str(to_tap(kept)).removeprefix("/audience_").replace("_", " ")
        assert await find_segment(turn, words) == kept

    await shop.service.turns.look(TIGER, look)


async def test_an_older_audience_with_the_name_of_a_filter_is_reached_by_its_tap(shop: Shop) -> None:
    async def keep(turn: Turn) -> None:
        criteria = read_criteria(RICH)
        kept = await turn.unit.of(Segments).add("not vip", criteria, Actor.provider("api"), turn.now, turn.today)
        assert str(to_tap(kept)) == f"/audience_{kept.id.hex[-12:]}"
        assert await is_phrase(turn, "not vip")
        assert read_phrase("not vip", await load_names(turn)).criteria == Not(Compared("audience", "=", "vip"))
        assert await find_segment(turn, kept.id.hex[-12:]) == kept

    await shop.service.turns.act(TIGER, keep)


async def test_a_ready_made_audience_is_read_as_it_is_written_anywhere(shop: Shop) -> None:
    """By its name in a file or the API, by that name with blanks, and by its title."""

    async def look(turn: Turn) -> None:
        names = await load_names(turn)
        for one in READY.values():
            title = one.title.partition(":")[0]
            for said in (one.name, one.name.upper(), one.name.replace("_", " "), one.name.replace("_", "-"), title):
                assert read_phrase(said, names).criteria == Compared("audience", "=", one.name), said
                assert read_phrase(f"{said} not bought 60d", names).criteria is not None, said

    await shop.service.turns.look(TIGER, look)
