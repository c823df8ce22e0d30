"""What people send beside text, fetched from its provider: with the credentials there, and from nowhere else."""

from __future__ import annotations

import asyncio
import gzip
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.channel import Fetching, Unfetched
from bot.channels.provider_http import TooLarge, Wire
from bot.channels.simulated_channel import Phones, SimulatedChannel
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.clock import PushedClock
from bot.sandbox_guard import FencedChannel
from flows.business import ChannelSettings
from flows.channels import SIMULATED
from flows.delivery import Failure
from tests.cases import each
from tests.providers import telegram as telegram_provider
from tests.providers import twilio as twilio_provider
from tests.providers.peers import free_port
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import ACCOUNT, TwilioStand

MOST = 200_000
BODY = bytes(range(256)) * 500


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStand]:
    async with TwilioStand() as stand:
        yield stand


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStand]:
    async with TelegramStand() as stand:
        yield stand


async def _twilio(stand: TwilioStand, url: str, token: str = twilio_provider.TOKEN) -> bytes:
    account = Twilio("whatsapp", ACCOUNT, token, twilio_provider.WHATSAPP, stand.url)
    try:
        return await account.fetch(url, MOST)
    finally:
        await account.close()


async def _telegram(stand: TelegramStand, url: str) -> bytes:
    account = Telegram(telegram_provider.TOKEN, telegram_provider.SECRET, stand.url)
    try:
        return await account.fetch(url, MOST)
    finally:
        await account.close()


def _simulated() -> SimulatedChannel:
    async def knows(_: object) -> bool:
        return False

    settings = ChannelSettings("whatsapp", SIMULATED, "+13145550101")
    return SimulatedChannel(Phones(PushedClock(datetime.fromisoformat("2026-03-02T12:00Z"))), "tiger", settings, knows)


async def _no(work: Any) -> tuple[Failure | None, str | None]:
    with pytest.raises(Unfetched) as no:
        await work
    assert ACCOUNT not in no.value.answer.detail
    assert telegram_provider.TOKEN not in no.value.answer.detail
    return no.value.answer.failure, no.value.answer.code


async def test_twilio_follows_to_its_store_without_the_credentials(twilio: TwilioStand) -> None:
    url = twilio.picture(BODY)["MediaUrl0"]
    assert await _twilio(twilio, url) == BODY
    assert [(call.path.rpartition("/")[0], "Authorization" in call.headers) for call in twilio.calls] == [
        (f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{'0' * 32}/Media", True),
        (f"/{ACCOUNT}", False),
    ]


OTHERS = {
    "another account's": "https://api.twilio.com/2010-04-01/Accounts/AC9/Messages/MM1/Media/ME1",
    "another host": f"https://api.twilio.com.evil.example/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1",
    "a user in it": f"https://api.twilio.com@evil.example/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1",
    "without TLS": f"http://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1",
    "another path": f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
    "a path that climbs": f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/../Media/ME1",
    "a query": f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1?x=1",
    "a line more": f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1\n",
    "a private host": "http://169.254.169.254/latest/meta-data/",
    "a file": "file:///etc/passwd",
    "a place": "geo:28.6,77.2",
    "nothing": "",
}


@pytest.mark.parametrize("url", OTHERS.values(), ids=OTHERS)
async def test_twilio_is_asked_for_its_own_media_alone(twilio: TwilioStand, url: str) -> None:
    assert await _no(_twilio(twilio, url)) == (Failure.ALERT, "address")
    assert not twilio.calls


LEADS = {
    "a private address": "http://169.254.169.254/latest/meta-data/",
    "this machine": "http://127.0.0.1:1/x",
    "without TLS": "http://mms.twiliocdn.com/x",
    "another host": "https://mms.twiliocdn.com.evil.example/x",
    "a user in it": "https://mms.twiliocdn.com@evil.example/x",
    "another bucket": "https://s3-external-1.amazonaws.com/others/x",
    "a bucket beside it": "https://s3-external-1.amazonaws.com/media.twiliocdn.com.evil/x",
    "a file": "file:///etc/passwd",
    "back to where it came from": "/2010-04-01/Accounts/x",
    "nowhere": "",
}


@pytest.mark.parametrize("leads", LEADS.values(), ids=LEADS)
async def test_a_redirect_to_elsewhere_is_not_followed(twilio: TwilioStand, leads: str) -> None:
    url = twilio.picture(BODY)["MediaUrl0"]
    twilio.leads = leads
    assert await _no(_twilio(twilio, url)) == (Failure.ALERT, "redirect")
    assert len(twilio.calls) == 1


async def test_the_older_store_of_twilio(twilio: TwilioStand) -> None:
    """Whatever its host, a stand-in takes the place of all of them; what it answers there is not our business."""
    url = twilio.picture(BODY)["MediaUrl0"]
    twilio.leads = "https://s3-external-1.amazonaws.com/media.twiliocdn.com/{account}/{media}?X-Amz-Signature=ab%2Fc"
    assert await _no(_twilio(twilio, url)) == (Failure.SENDER, "401")
    assert twilio.calls[1].path == f"/media.twiliocdn.com/{ACCOUNT}/ME{1:032x}?X-Amz-Signature=ab%2Fc"
    assert "Authorization" not in twilio.calls[1].headers


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"status": 500}, (Failure.RETRY, "500")),
        ({"status": 429, "after": 9}, (Failure.RETRY, "429")),
        ({"status": 403}, (Failure.SENDER, "403")),
        ({"status": 404}, (Failure.ALERT, "404")),
        ({"status": 410}, (Failure.ALERT, "410")),
    ],
    ids=lambda one: str(one),
)
async def test_what_twilio_answers(twilio: TwilioStand, fault: dict[str, int], failure: tuple[Failure, str]) -> None:
    url = twilio.picture(BODY)["MediaUrl0"]
    twilio.fail(**fault)
    assert await _no(_twilio(twilio, url)) == failure


async def test_a_wrong_token_and_an_unknown_photo(twilio: TwilioStand) -> None:
    url = twilio.picture(BODY)["MediaUrl0"]
    assert await _no(_twilio(twilio, url, token="another")) == (Failure.SENDER, "401")
    assert await _no(_twilio(twilio, url[:-1] + "9")) == (Failure.ALERT, "404")


async def test_no_more_than_the_limit_is_read(twilio: TwilioStand) -> None:
    url = twilio.picture(bytes(100 * 2**20))["MediaUrl0"]
    assert await _no(_twilio(twilio, url)) == (Failure.ALERT, "too_large")


async def test_telegram_gives_a_file_by_its_path(telegram: TelegramStand) -> None:
    name = telegram.picture(BODY)["photo"][-1]["file_id"]
    assert await _telegram(telegram, f"telegram:{name}") == BODY
    assert [call.path.rpartition("/")[2] for call in telegram.calls] == ["getFile", f"{name}.jpg"]


@pytest.mark.parametrize(
    "url",
    ["telegram:", "telegram:../../x", "telegram:a?b", "https://api.telegram.org/file/x", "telegram:a\n", "geo:1,2"],
)
async def test_telegram_is_asked_for_files_alone(telegram: TelegramStand, url: str) -> None:
    assert await _no(_telegram(telegram, url)) == (Failure.ALERT, "address")
    assert not telegram.calls


@pytest.mark.parametrize(
    "path",
    ["../../bot7/getMe", "photos/../../x", "/etc/passwd", "https://evil.example/x", "//evil.example/x", "a b", ""],
)
async def test_a_path_that_leads_elsewhere_is_not_taken(telegram: TelegramStand, path: str) -> None:
    name = telegram.picture(BODY)["photo"][-1]["file_id"]
    telegram.paths[name] = path
    assert await _no(_telegram(telegram, f"telegram:{name}")) == (Failure.ALERT, "file")
    assert len(telegram.calls) == 1


async def test_what_telegram_says_is_too_large_is_not_fetched(telegram: TelegramStand) -> None:
    name = telegram.picture(bytes(MOST + 1))["photo"][-1]["file_id"]
    assert await _no(_telegram(telegram, f"telegram:{name}")) == (Failure.ALERT, "too_large")
    assert len(telegram.calls) == 1


async def test_a_file_that_telegram_does_not_know(telegram: TelegramStand) -> None:
    assert (await _no(_telegram(telegram, "telegram:AgACx")))[0] is Failure.ALERT


async def test_nobody_there(twilio: TwilioStand, telegram: TelegramStand) -> None:
    await twilio.refuse()
    await telegram.refuse()
    url, name = twilio.picture(BODY)["MediaUrl0"], telegram.picture(BODY)["photo"][-1]["file_id"]
    assert await _no(_twilio(twilio, url)) == (Failure.RETRY, "cut")
    assert (await _no(_telegram(telegram, f"telegram:{name}")))[0] is Failure.RETRY


async def test_a_simulated_photo_is_in_its_address() -> None:
    packed = b64encode(BODY).decode()
    assert await _simulated().fetch(f"data:image/jpeg;base64,{packed}", MOST) == BODY
    assert await _simulated().fetch("data:text/plain,a%20bill", MOST) == b"a bill"


@each(
    ("url", "code"),
    [
        ("https://photos.example/x.jpg", "address"),
        ("http://169.254.169.254/latest/meta-data/", "address"),
        ("http://10.0.0.1/x", "address"),
        ("http://localhost.evil.example/x", "address"),
        ("file:///etc/passwd", "address"),
        ("ftp://127.0.0.1/x", "address"),
        ("data:image/png;base64,%%%", "address"),
        (f"data:text/plain,{'x' * (MOST + 1)}", "too_large"),
        (f"data:text/plain,{'x' * (3 * MOST)}", "too_large"),
        ("", "address"),
    ],
)
async def test_a_simulated_photo_is_nowhere_else(url: str, code: str) -> None:
    assert await _no(_simulated().fetch(url, MOST)) == (Failure.ALERT, code)


async def test_a_simulated_photo_on_this_machine() -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/away":
            raise web.HTTPFound("http://169.254.169.254/")
        if request.path == "/packed":
            return web.Response(body=gzip.compress(bytes(MOST // 2)), headers={"Content-Encoding": "gzip"})
        return web.Response(body=BODY)

    app = web.Application()
    app.router.add_get("/{any}", answer)
    async with TestServer(app) as server:
        assert await _simulated().fetch(str(server.make_url("/x.jpg")), MOST) == BODY
        assert await _no(_simulated().fetch(str(server.make_url("/away")), MOST)) == (Failure.ALERT, "redirect")
        assert await _no(_simulated().fetch(str(server.make_url("/packed")), MOST)) == (Failure.RETRY, "cut")
    gone = f"http://127.0.0.1:{free_port()}/x.jpg"
    assert await _no(_simulated().fetch(gone, MOST)) == (Failure.RETRY, "cut")


async def test_a_stream_without_an_end_is_left() -> None:
    """The limit holds while bytes come, whatever was announced."""
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        stream = web.StreamResponse()
        await stream.prepare(request)
        try:
            while True:
                await stream.write(bytes(2**16))
                sent += 2**16
        except (ConnectionError, asyncio.CancelledError):
            return stream

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        wire = Wire()
        with pytest.raises(TooLarge):
            await wire.download(str(server.make_url("/")), MOST)
        await wire.close()
    assert sent < 64 * 2**20


async def test_a_fenced_channel_fetches_nothing(twilio: TwilioStand) -> None:
    account = Twilio("sms", ACCOUNT, twilio_provider.TOKEN, twilio_provider.NUMBER, twilio.url)
    fenced = FencedChannel(account, "sms", "twilio")
    assert await _no(fenced.fetch(twilio.picture(BODY)["MediaUrl0"], MOST)) == (Failure.SETUP, "sandbox")
    assert not twilio.calls
    assert all(isinstance(one, Fetching) for one in (account, fenced, _simulated()))
    await account.close()
