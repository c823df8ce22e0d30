"""Consents that a shop's software tells: each is somebody's, or kept as unreadable with the reason."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import Service
from bot.examination import shop_checks
from bot.simulator.simulated_acts import CHECKOUT_BOX, Acts
from flows.policy.departure_facts import ConsentState, Programme
from handlers.engine.turn import Turn
from storage.consent.consents import ALL_PROGRAMMES
from storage.schema import events
from templates import formats
from tests.bot.simulator.shop import sandbox

TIGER = "tiger"
PHONE = "+13145550142"
GIVEN = {"source": "account page", "text": CHECKOUT_BOX, "at": "2026-03-02T15:03:00Z", "purpose": "marketing"}
REVOKED = {"action": "revoked"}


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """The sample shop on both databases."""
    async with sandbox(database) as running:
        yield running


async def tell(service: Service, identity: str, customer: dict[str, str], **consent: str) -> None:
    """A ``customer.consented``, worked through."""
    assert service.sandbox is not None
    acts = Acts(service.turns, service.clock, service.inbox)
    data: dict[str, Any] = {"customer": customer, "consent": consent}
    await acts.tell(TIGER, identity, "customer.consented", data)
    await service.sandbox.settle()


async def became(service: Service, identity: str) -> tuple[str, str | None]:
    """The status of an event and its reason."""

    async def look(turn: Turn) -> tuple[str, str | None]:
        row = await turn.unit.row(select(events).where(turn.unit.owns(events), events.c.external_id == identity))
        assert row is not None
        return row.status, row.reason

    return await service.turns.look(TIGER, look)


async def state(
    service: Service, channel: str = "sms", value: str = PHONE, programme: Programme = Programme.REMINDERS
) -> ConsentState:
    """How the consent of an address stands."""

    async def look(turn: Turn) -> ConsentState:
        address = await turn.unit.people.address(channel, value)
        assert address is not None
        return await turn.unit.consents.state(address.id, programme)

    return await service.turns.look(TIGER, look)


NOBODYS = {
    "no phone": ({"id": "c1", "name": "Dana"}, {"channel": "sms", **GIVEN}, "phone is missing", "sms"),
    "no phone to revoke": ({"id": "c1"}, {"channel": "sms", **REVOKED}, "phone is missing", "sms"),
    "of no country": (
        {"id": "c1", "phone": "+999123"},
        {"channel": "sms", **GIVEN},
        "phone is not a valid number",
        "sms",
    ),
    "no WhatsApp": ({"id": "c1"}, {"channel": "whatsapp", **GIVEN}, "phone is missing", "whatsapp"),
    "a WhatsApp of no country": (
        {"id": "c1", "whatsapp": "+999123"},
        {"channel": "whatsapp", **GIVEN},
        "whatsapp is not a valid number",
        "whatsapp",
    ),
    "no chat": ({"phone": PHONE}, {"channel": "telegram", **GIVEN}, "telegram is missing", "telegram"),
    "nobody at all": ({"name": "Dana"}, {"channel": "sms", **GIVEN}, "phone is missing", "sms"),
}


@pytest.mark.parametrize(("customer", "consent", "lacking", "channel"), NOBODYS.values(), ids=NOBODYS)
async def test_a_consent_that_is_nobodys_is_kept_and_shown(
    service: Service, customer: dict[str, str], consent: dict[str, str], lacking: str, channel: str
) -> None:
    await tell(service, "evt_7", customer, **consent)
    reason = f"customer.consented: data.customer.{lacking}: a consent by {formats.channel(channel)} needs it"
    assert await became(service, "evt_7") == ("unreadable", reason)
    told = [line.text for line in await service.turns.look(TIGER, shop_checks.check_troubles)]
    assert told == [f"1 event could not be read: api: {reason} (1: evt_7)"]


@pytest.mark.parametrize("customer", [{"phone": PHONE}, {"id": "c1"}], ids=["by phone", "by id alone"])
async def test_an_opt_out_that_the_shop_heard_of_counts(service: Service, customer: dict[str, str]) -> None:
    await tell(service, "yes", {"id": "c1", "phone": PHONE}, channel="sms", **GIVEN)
    assert await state(service) is ConsentState.GRANTED
    await tell(service, "no", customer, channel="sms", **REVOKED)
    assert await state(service) is ConsentState.REVOKED
    assert await became(service, "no") == ("done", None)


async def test_an_opt_out_is_as_wide_as_one_that_we_hear(service: Service) -> None:
    for channel in ("sms", "whatsapp"):
        await tell(service, channel, {"id": "c1", "phone": PHONE}, channel=channel, **GIVEN)
    await tell(service, "no", {"id": "c1"}, channel="sms", **REVOKED)
    for channel in ("sms", "whatsapp"):
        for programme in ALL_PROGRAMMES:
            assert await state(service, channel, programme=programme) is ConsentState.REVOKED


async def test_a_programme_that_is_named_ends_alone(service: Service) -> None:
    await tell(service, "yes", {"id": "c1", "phone": PHONE}, channel="sms", **GIVEN)
    await tell(service, "no", {"id": "c1"}, channel="sms", programme="offers", **REVOKED)
    assert await state(service) is ConsentState.GRANTED
    assert await state(service, programme=Programme.OFFERS) is ConsentState.REVOKED


async def test_the_newest_of_many_are_named(service: Service) -> None:
    for number in range(5):
        await tell(service, f"evt_{number}", {"id": "c1"}, channel="sms", **GIVEN)
    (told,) = [line.text for line in await service.turns.look(TIGER, shop_checks.check_troubles)]
    assert told.startswith("5 events could not be read: ")
    assert told.endswith("(5: evt_4, evt_3, evt_2, …)")
