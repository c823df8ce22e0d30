"""Simulated phones: what they take, what they cost, and what they remember of a message of unknown outcome."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.app import Service
from flows.delivery import Answer, Failure, Found, Outgoing
from handlers.calls.call_lifecycle import CallRequest
from tests.bot.channels.rig import NOW, OURS
from tests.bot.simulator.shop import sandbox


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """A sandbox of the sample shop, on both databases."""
    async with sandbox(database) as started:
        yield started


@pytest.mark.parametrize(
    ("channel", "text", "micros"),
    [("sms", "Hi", 8_300), ("sms", "x" * 200, 2 * 8_300), ("whatsapp", "Hi", 30_000)],
    ids=["one segment", "two segments", "whatsapp"],
)
async def test_a_phone_remembers_what_it_was_given(service: Service, channel: str, text: str, micros: int) -> None:
    phone, outgoing = await service.accounts.channel("tiger", channel), Outgoing(OURS, "+13145550142", text)
    assert phone is not None
    assert await phone.find(outgoing, NOW) == Found(asked=True)
    answer = await phone.perform(outgoing)
    assert answer == Answer(provider_id=f"sim-{OURS}", micros=micros, currency="USD")
    assert await phone.find(outgoing, NOW) == Found(asked=True, answer=answer)


async def test_telegram_cannot_be_asked_as_in_life(service: Service) -> None:
    phone, outgoing = await service.accounts.channel("tiger", "telegram"), Outgoing(OURS, "99", "Hi")
    assert phone is not None
    answer = await phone.perform(outgoing)
    assert (answer.provider_id, answer.micros) == (f"sim-{OURS}", 0)
    assert await phone.find(outgoing, NOW) == Found(asked=False)


async def test_simulated_phones_have_no_price_to_ask_for(service: Service) -> None:
    caller = await service.accounts.caller("tiger", "simulator")
    assert caller is not None
    values = {"message": OURS, "channel": "sms", "provider_id": "SM1"}
    assert await caller(CallRequest(OURS, "price", "", values, NOW, None, None)) == Answer()
    assert (await caller(CallRequest(OURS, "discount", "", {"code": "A"}, NOW, OURS, OURS))).provider_id == "sim:A"


@pytest.mark.parametrize(
    ("channel", "answer"),
    [
        ("telegram", Answer(provider_id="sim-1")),
        ("whatsapp", Answer(failure=Failure.SETUP, code="no-edit")),
        ("sms", Answer(failure=Failure.SETUP, code="no-edit")),
    ],
)
async def test_only_telegram_changes_what_was_sent(service: Service, channel: str, answer: Answer) -> None:
    caller = await service.accounts.caller("tiger", "simulator")
    assert caller is not None
    values = {"message": OURS, "channel": channel, "provider_id": "sim-1", "outgoing": Outgoing(OURS, "99", "Hi")}
    assert await caller(CallRequest(OURS, "edit_message", "", values, NOW, None, None)) == answer
