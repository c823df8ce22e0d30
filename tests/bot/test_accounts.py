"""The vendors' accounts: one for each channel however many ask at once, and a new one when its settings change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.simulated_channel import Phones
from bot.vendor_accounts import VendorAccounts
from flows.channels import CHANNELS
from flows.delivery import Outgoing
from handlers.calls.call_lifecycle import CallRequest
from tests.bot.channels.rig import OURS
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import TIGER


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The shop, on each kind of database."""
    monkeypatch.chdir(tmp_path)
    async with open_house(database) as opened:
        yield opened


async def test_those_who_ask_at_once_get_the_same_account(house: House) -> None:
    accounts = house.service.accounts
    names = ["sms", "whatsapp", "telegram"]
    asked = await asyncio.gather(*(accounts.channel(TIGER, name) for name in names * 5))
    assert len({id(one) for one in asked}) == len(names)
    assert [await accounts.channel(TIGER, name) for name in names] == asked[: len(names)]


async def test_new_settings_make_a_new_account_and_other_news_do_not(house: House) -> None:
    accounts = house.service.accounts
    first = await accounts.channel(TIGER, "sms")
    await house.apply(shop.file(cap=7))
    house.clock.push(elapsed=shop.MINUTE)
    assert await accounts.channel(TIGER, "sms") is first
    await house.apply(shop.file().replace(shop.NUMBER, "+13145550177"))
    house.clock.push(elapsed=shop.MINUTE)
    asked = await asyncio.gather(*(accounts.channel(TIGER, "sms") for _ in range(5)))
    assert {id(one) for one in asked} == {id(asked[0])}
    assert asked[0] is not first


async def test_receipts_are_asked_for_where_a_message_says_where_they_go(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts, address = house.service.accounts, f"{house.url}/channels/twilio/{TIGER}/status?m={OURS}"
    assert [accounts.callback(TIGER, name, OURS) for name in CHANNELS] == [address, address, None, None]
    told = replace(CHANNELS["telegram"], receipts=True)  # by the webhook that tells everything else
    monkeypatch.setattr("bot.vendor_accounts.CHANNELS", {**CHANNELS, "telegram": told})
    assert accounts.callback(TIGER, "telegram", OURS) is None


async def test_a_price_of_a_channel_that_is_gone_cannot_be_asked(house: House) -> None:
    caller = await house.service.accounts.caller(TIGER, "twilio")
    assert caller is not None
    values = {"message": OURS, "channel": "fax", "provider_id": "SM1"}
    answer = await caller(CallRequest(OURS, "price", "", values, house.clock.now(), None, None))
    assert (answer.failure, answer.code, answer.micros) == ("sender", "credentials", None)


async def test_a_call_under_way_ends_although_its_account_is_replaced(house: House) -> None:
    accounts = house.service.accounts
    first = await accounts.channel(TIGER, "sms")
    assert first is not None
    house.twilio.fail(slow=True)
    house.twilio.heard.clear()
    call = asyncio.create_task(first.perform(Outgoing(OURS, shop.ANN, "Your order left.")))
    await house.twilio.heard.wait()
    await house.apply(shop.file().replace(shop.NUMBER, "+13145550177"))
    house.clock.push(elapsed=shop.MINUTE)
    assert await accounts.channel(TIGER, "sms") is not first
    await asyncio.sleep(0)
    house.twilio.gate.set()
    answer = await call
    assert (answer.failure, answer.provider_id) == (None, house.twilio.messages[0].sid)


async def test_a_replaced_account_is_closed_when_nobody_can_be_using_it(house: House) -> None:
    service = house.service
    accounts = VendorAccounts(
        service.turns, service.settings, service.vault, Phones(service.clock), sandbox=False, longest_use=0.0
    )
    first = await accounts.channel(TIGER, "sms")
    assert first is not None
    await first.perform(Outgoing(OURS, shop.ANN, "Your order left."))
    session = first._http._wire._session
    await house.apply(shop.file().replace(shop.NUMBER, "+13145550177"))
    house.clock.push(elapsed=shop.MINUTE)
    await accounts.channel(TIGER, "sms")
    (closing,) = accounts._retired
    await closing
    assert session.closed
    await accounts.close()
