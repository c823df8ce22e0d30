"""Our requests against the providers' own descriptions: Prism refuses what a description does not allow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from flows.delivery import Key
from tests.bot.channels import rig
from tests.providers.peers import free_port, peer
from tests.providers.telegram import SECRET, TOKEN
from tests.providers.twilio import ACCOUNT, NUMBER, SERVICE

pytestmark = pytest.mark.peers


@asynccontextmanager
async def prism(description: str) -> AsyncIterator[str]:
    """Prism with one description, as an origin. https://github.com/stoplightio/prism"""
    if not (rig.SPECS / description).is_file():
        pytest.skip(f"../shared/specs/{description} is not at hand")
    port = str(free_port())
    command = ("npx", "-y", "@stoplight/prism-cli@5", "mock", "-h", "127.0.0.1", "-p", port, "--errors")
    async with peer(*command, str(rig.SPECS / description), ready=b"is listening"):
        yield f"http://127.0.0.1:{port}"


async def _post(url: str, **request: Any) -> int:
    async with ClientSession() as session, session.post(url, **request) as answer:
        return answer.status


async def test_twilio_agrees() -> None:
    async with prism("twilio_messages_v2010.json") as url:
        bare = await _post(f"{url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json", data={"Body": "x"})
        assert bare in (400, 401), "Prism is to check what it is sent"
        for sender in (NUMBER, SERVICE):
            account = Twilio("sms", ACCOUNT, "token", sender, url)
            for fields in (
                {"callback": rig.CALLBACK, "valid_for": timedelta(hours=4)},
                {"content": "HX" + "0" * 32, "variables": {"1": "Kurta"}},
            ):
                answer = await account.perform(rig.outgoing("+13145550142", **fields))
                assert (answer.failure, bool(answer.provider_id)) == (None, True), (sender, fields, answer)
            assert (await account.find(rig.outgoing("+13145550142"), rig.NOW)).asked
            assert (await account.check(None))[0][0]
            await account.close()


async def test_telegram_agrees() -> None:
    async with prism("telegram_bot_api.openapi.json") as url:
        assert await _post(f"{url}/bot{TOKEN}/sendMessage", json={"text": "x"}) >= 400, "Prism is to check"
        bot = Telegram(TOKEN, SECRET, url)
        keys = (Key("stock:yes:1", "Yes"), Key("open", "Your cart", "https://shop.example/l/1"))
        for outgoing in (
            rig.outgoing("99"),
            rig.outgoing("99", keys=keys, reply_to="99:7"),
        ):
            answer = await bot.perform(outgoing)
            assert (answer.failure, bool(answer.provider_id)) == (None, True), answer
        assert (await bot.answer_callback("press1", "Thanks")).failure is None
        assert (await bot.register("https://shop.example/channels/telegram/tiger"))[0][0]
        assert (await bot.unregister())[0][0]
        assert (await bot.check(None))[0][0]
        await bot.poll(5, timedelta(0))
        await bot.close()
