"""/suppressions lists the addresses that bounced or complained, and a button lets messages go there again."""

from __future__ import annotations

import pytest

from flows.policy.departure_facts import AddressState
from storage.database.stores import Database
from storage.people.people import Address, Identity
from tests.handlers.sourcing.staff.sourced import Desk, play


async def suppress(desk: Desk, state: AddressState, mail: str) -> Address:
    """A customer with a mail address that gets nothing."""
    await desk.unit.people.resolve([Identity("email", mail)], desk.now)
    address: Address | None = await desk.unit.people.address("email", mail)
    assert address is not None
    await desk.unit.people.set_state(address.id, state, "provider: 550", desk.now)
    return address


async def test_nothing_is_suppressed(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert "Every address gets messages" in await desk.ask("/suppressions")

    await play(store, scene)


@pytest.mark.parametrize(
    ("state", "reason"), [(AddressState.GONE, "messages came back"), (AddressState.COMPLAINED, "marked as spam")]
)
async def test_a_suppressed_address_is_listed_and_lifted(store: Database, state: AddressState, reason: str) -> None:
    async def scene(desk: Desk) -> None:
        address = await suppress(desk, state, "dana@mail.example")
        await suppress(desk, AddressState.BLOCKED, "bo@mail.example")
        said = await desk.say("/suppressions")
        assert "1 address gets no messages:" in (said.text or "")
        assert reason in (said.text or "")
        (button,) = said.buttons
        assert "gets messages there again" in await desk.ask(button["id"])
        assert (await desk.unit.people.address_by_id(address.id)).state is AddressState.USABLE
        assert "not on the list any more" in await desk.ask(button["id"])
        assert "not on the list any more" in await desk.ask("/suppressions lift nobody")
        assert "the address that gets messages again" in await desk.ask("/undo")

    await play(store, scene)


async def test_a_stop_of_a_person_cannot_be_lifted(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        address = await suppress(desk, AddressState.SUPPRESSED, "dana@mail.example")
        assert "not on the list any more" in await desk.ask(f"/suppressions lift {address.id}")
        assert (await desk.unit.people.address_by_id(address.id)).state is AddressState.SUPPRESSED

    await play(store, scene)
