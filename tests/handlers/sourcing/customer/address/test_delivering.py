"""Where an order goes: who is shown it, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage.database.stores import Database
from storage.erasure.personal_record import load_known
from storage.schema import delivery_addresses, runs
from storage.sourcing.order_addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservations
from storage.upkeep.retention import Marks, sweep
from tests.handlers.sourcing.staff.sourced import Desk, play

ROAD = "12 MG Road\nDelhi 110001"


async def _kept(desk: Desk) -> list[str | None]:
    query = select(delivery_addresses.c.text).where(desk.unit.owns(delivery_addresses))
    return [row.text for row in await desk.unit.rows(query)]


async def _goes_there(desk: Desk, number: str, text: str | None = ROAD) -> None:
    row = await desk.unit.of(Reservations).find_by_number(number)
    assert row is not None
    assert row.contact is not None
    addresses = desk.unit.of(DeliveryAddresses)
    if text is None:
        await addresses.expect(row.id, row.contact, desk.turn.now)
    else:
        await addresses.keep(row.id, row.contact, text, desk.turn.now)


async def test_it_is_shown_to_who_packs_and_to_its_customer_and_goes_with_them(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert "Delhi" not in await desk.ask("/order 1234")
        await _goes_there(desk, "1234", None)
        assert "No address yet" in await desk.ask("/order 1234")
        await _goes_there(desk, "1234")
        assert "Deliver to 12 MG Road, Delhi 110001" in await desk.ask("/order 1234")
        row = await desk.unit.of(Reservations).find_by_number("1234")
        assert row is not None
        assert row.contact is not None
        assert (await load_known(desk.unit, row.contact))["delivery_addresses"][0]["text"] == ROAD
        assert await desk.unit.of(DeliveryAddresses).find_last_address(row.contact) == ROAD
        await desk.press(await desk.say("/erase Noor"))
        assert await _kept(desk) == []

    await play(store, scene)


async def test_it_is_kept_no_longer_than_what_is_old_and_over(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.reserve("1235")
        await _goes_there(desk, "1234", "the one that is over")
        await _goes_there(desk, "1235", "the one that goes on")
        over = await desk.unit.of(Reservations).find_by_number("1234")
        assert over is not None
        await desk.unit.change_all(runs, runs.c.id == over.run, ended_at=desk.turn.now)
        marks: Marks = {}
        for before, kept in ((-1, 2), (1, 1)):
            when = desk.turn.now + timedelta(days=before)
            await sweep(desk.unit, marks, when, when)
            assert len(await _kept(desk)) == kept
        assert await _kept(desk) == ["the one that goes on"]

    await play(store, scene)
