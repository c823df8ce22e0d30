"""A token of another bot than the business file names is told by the doctor, and warned of as a service begins."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.account_name_check import warn_of_other_names
from bot.channels.channel_vendors import VENDORS
from bot.channels.email import EmailAccount
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from flows.channels import Provider
from tests.delivery.house import open_house
from tests.providers.telegram import SECRET, TOKEN, USERNAME, TelegramStand


@pytest.fixture
async def provider() -> AsyncIterator[TelegramStand]:
    async with TelegramStand() as stand:
        yield stand


async def _first_line(provider: TelegramStand, username: str) -> tuple[bool, str]:
    bot = Telegram(TOKEN, SECRET, provider.url, username)
    try:
        return (await bot.check(None))[0]
    finally:
        await bot.close()


@pytest.mark.parametrize("username", [USERNAME, f"@{USERNAME.upper()}", ""])
async def test_the_bot_of_that_name_answers(provider: TelegramStand, username: str) -> None:
    assert await _first_line(provider, username) == (True, f"Telegram bot @{USERNAME} answers")


async def test_another_bot_is_told_with_what_to_do(provider: TelegramStand) -> None:
    fits, line = await _first_line(provider, "olgatees_bot")
    assert not fits
    assert f"the token belongs to @{USERNAME}, but the business file says @olgatees_bot" in line
    assert f'put username = "{USERNAME}"' in line


def test_a_service_asks_exactly_the_accounts_that_tell_their_name() -> None:
    accounts = {Provider.TWILIO: Twilio, Provider.TELEGRAM: Telegram, Provider.SMTP: EmailAccount}
    named = {name: vendor.named for name, vendor in VENDORS.items()}
    assert named == {name: hasattr(account, "check_name") for name, account in accounts.items()}


async def test_a_service_warns_as_it_begins(database: str) -> None:
    async with open_house(database) as house:
        with capture_logs() as lines:
            await warn_of_other_names(house.service.turns, house.service.accounts.channel)
    told = [line for line in lines if line["event"] == "another account"]
    assert [(line["business"], line["log_level"]) for line in told] == [("tiger", "warning")]
    assert f"@{USERNAME}" in told[0]["what"]
    assert "@tigertees_bot" in told[0]["what"]
