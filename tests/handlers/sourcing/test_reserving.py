"""How much may be reserved: what nobody means is refused, and the staff hears why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.clock import PushedClock
from flows.events import OrderReserved, ReservedItem
from handlers.engine.turn import Turn
from handlers.sourcing import incoming_reservation
from handlers.sourcing.api.reservation_event_data import ReservedData
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.people.people import Identity
from storage.sourcing.reservations import Reservations
from tests.sourced import NOOR, Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("quantity", [0, -1, 1000])
def test_no_pieces_and_a_thousand_are_refused(quantity: int) -> None:
    item = {"sku": "SHORTS", "size": "L", "quantity": quantity}
    data = {"order_id": "o1", "items": [item], "customer": {"whatsapp": "+919811111111"}}
    with pytest.raises(ValidationError, match=r"items\.0\.quantity"):
        ReservedData.model_validate(data)


async def test_many_lines_of_one_thing_are_no_way_around(store: Database) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock).open()

    async def reserve(turn: Turn) -> tuple[str | None, int]:
        who = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)
        stored = Stored(house.business.id, turn.unit.ids.make(), "api", "order.reserved", who, turn.now, 0, None)
        news = OrderReserved(
            "o1", "1", (ReservedItem("SHORTS", "L", 999),) * 2, express=False, customer=NOOR, occurred_at=turn.now
        )
        return await incoming_reservation.begin_reserved(turn, stored, news), len(
            await turn.unit.of(Reservations).list_by_contact(who, 10)
        )

    assert await house.act(reserve) == ("1998 pieces of one product are more than the limit of 999", 0)


@pytest.mark.parametrize(("number", "sku"), [("/pause", "SHORTS"), ("7", "/pause")])
async def test_what_an_order_is_called_is_no_command_to_tap(store: Database, number: str, sku: str) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock).open()

    async def reserve(turn: Turn) -> str:
        who = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)
        stored = Stored(house.business.id, turn.unit.ids.make(), "api", "order.reserved", who, turn.now, 0, None)
        items = (ReservedItem(sku, "L", 1),)
        news = OrderReserved("o1", number, items, express=False, customer=NOOR, occurred_at=turn.now)
        refused = await incoming_reservation.begin_reserved(turn, stored, news)
        return refused or (await turn.unit.of(Reservations).list_by_contact(who, 10))[0].number

    said = await house.act(reserve)
    assert "/ pause" in said
    assert "/pause" not in said
