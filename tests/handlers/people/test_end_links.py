"""The link that ends marketing at an address: always the same, for ever, and nobody else can make one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from bot.clock import PushedClock
from handlers.engine.sealed_links import read_business
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Turn
from handlers.people.end_links import PATH, make_end_link, read_end_link
from storage.database.stores import Database
from tests.sourced import Souvenirs, turns_of

ADDRESS = UUID("019f4d9a-11ab-7b08-8000-000000000001")
MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


async def test_only_our_links_name_an_address(store: Database) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock).open()

    async def make(turn: Turn) -> tuple[str, Seeds, str]:
        return make_end_link(turn, ADDRESS), turn.tools.seeds, turn.business.id

    link, seeds, business = await house.act(make)
    assert link.startswith(f"https://go.souvenirs.example{PATH}")
    token = link.rpartition("/")[2]
    assert read_business(token) == business
    assert read_end_link(seeds, business, token) == ADDRESS
    damaged = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert read_end_link(seeds, business, damaged) is None
    assert read_end_link(seeds, "another", token) is None
    assert read_end_link(Seeds(b"another installation's secret 32"), business, token) is None
    house.later(days=800)
    assert (await house.act(make))[0] == link
