"""A Twilio conversation with emulate, a stand-in by Vercel Labs, which signs what it posts."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.channels.twilio import Twilio
from flows.delivery import Failure
from flows.events import MessageReceived, ReceiptArrived
from tests.bot.channels import rig
from tests.bot.channels.shop import Shop
from tests.providers.peers import free_port, peer
from tests.providers.twilio import ACCOUNT, NUMBER, TOKEN

pytestmark = pytest.mark.peers

ASHA = "+13145550142"
US = {"Authorization": "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()}
SEED = """
twilio:
  account: {{sid: {account}, auth_token: "{token}"}}
  phone_numbers:
    - {{phone_number: "{number}", sms_url: "{url}/inbound"}}
"""


@asynccontextmanager
async def emulate(seed: Path, url: str) -> AsyncIterator[str]:
    """Its origin; messages to our number are posted to ``url``/inbound."""
    await asyncio.to_thread(seed.write_text, SEED.format(account=ACCOUNT, token=TOKEN, number=NUMBER, url=url))
    port = str(free_port())
    command = ("npx", "-y", "-p", "node@22", "-p", "emulate@0.12.2", "emulate", "--service", "twilio", "--port", port)
    async with peer(*command, "--seed", str(seed), ready=b"Ready."):
        yield f"http://127.0.0.1:{port}"


async def _heard(shop: Shop) -> object:
    """What the next webhook said."""
    return await asyncio.wait_for(shop.fresh.get(), 10)


async def test_a_conversation(tmp_path: Path) -> None:
    async with Shop() as shop, emulate(tmp_path / "seed.yaml", shop.url) as url, ClientSession(headers=US) as person:
        account = shop.channel = Twilio("sms", ACCOUNT, TOKEN, NUMBER, url)
        written = {"From": ASHA, "To": NUMBER, "Body": "haan 2 hai"}
        await person.post(f"{url}/_twilio/simulate/inbound-message", data=written)
        said = await _heard(shop)
        assert isinstance(said, MessageReceived)
        assert (said.address, said.to, said.text) == (ASHA, NUMBER, "haan 2 hai")

        outgoing = rig.outgoing(ASHA, "Tiger Tees: done", callback=f"{shop.url}/status?m={rig.OURS}")
        answer = await account.perform(outgoing)
        assert answer.failure is None
        queued = await _heard(shop)
        assert isinstance(queued, ReceiptArrived)
        assert (queued.status, queued.message, queued.provider_id) == ("sending", rig.OURS, answer.provider_id)

        told = {"MessageSid": answer.provider_id or "", "Status": "delivered"}
        await person.post(f"{url}/_twilio/simulate/message-status", data=told)
        delivered = await _heard(shop)
        assert isinstance(delivered, ReceiptArrived)
        assert (delivered.status, delivered.message) == ("delivered", rig.OURS)

        since = shop.clock()
        found = await account.find(outgoing, since)
        assert found.answer is not None
        assert found.answer.provider_id == answer.provider_id
        assert (await account.find(rig.outgoing(ASHA, "never sent"), since)).answer is None
        await account.close()


async def test_its_refusals(tmp_path: Path) -> None:
    async with emulate(tmp_path / "seed.yaml", "http://127.0.0.1:9") as url:
        for token, sender, to, failure in (
            ("wrong", NUMBER, ASHA, Failure.SENDER),
            (TOKEN, "+13145550199", ASHA, Failure.SENDER),
        ):
            account = Twilio("sms", ACCOUNT, token, sender, url)
            assert (await account.perform(rig.outgoing(to))).failure is failure
            await account.close()
