"""Photos from a phone to the customer's page, through real stand-ins: fetched, kept, shown, and taken away again."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiohttp import ClientSession

from bot.photos.photo_home import MediaUnavailable
from flows.business import Business, PaymentSettings, Sourcing
from handlers.core import nightly_retention
from handlers.engine.turn import Turn
from handlers.privacy import privacy_requests
from handlers.sourcing.pages.order_links import make_photo_path
from storage.events import recurring_events
from storage.events.event_inbox import Stored
from storage.sourcing.order_photos import Photo, Photos
from storage.sourcing.reservations import Reservations
from tests.bot.photos.pictures import bomb, opened, with_exif
from tests.delivery.house import House, open_house
from tests.delivery.shop import HOUR, MINUTE, OWNER, TIGER
from tests.providers.twilio import WHATSAPP
from tests.sourced import NOOR, PHONES, Souvenirs

DAY = timedelta(days=1)
NO_PHOTO = "one file is no photo that can be shown. Send JPEG, PNG or WebP."
TOO_LARGE = "one photo is too large. Send it as a photo, not as a file."


class Market(Souvenirs):
    """Souvenirs whose clock is the house's."""

    def later(self, **stretch: float) -> None:
        self.clock.push(timedelta(**stretch))  # type: ignore[arg-type]


@dataclass
class Studio:
    """A house with one order that is all there and waits to be looked over."""

    house: House
    market: Market
    order: UUID
    seen: int = 0
    said: list[str] = field(default_factory=list)

    async def sends(self, body: bytes, caption: str = "") -> None:
        """The owner sends a photo in her chat."""
        telegram = self.house.telegram
        await telegram.say(OWNER, "", caption=caption, **telegram.picture(body))
        await self.house.settle()

    async def shop_sends(self, body: bytes, text: str = "1234", shop: str = "connaught") -> int:
        """A shop sends a photo by WhatsApp."""
        twilio = self.house.twilio
        url = f"{self.house.url}/channels/twilio/{TIGER}/inbound"
        status = await twilio.say(
            f"whatsapp:{PHONES[shop]}", f"whatsapp:{WHATSAPP}", text, url=url, **twilio.picture(body)
        )
        await self.house.settle()
        return status

    async def press(self, *answers: str) -> None:
        """The owner presses buttons of the newest checklist."""
        for answer in answers:
            message = next(one for one in reversed(self.house.telegram.messages) if len(one.keys) == 6)
            await self.house.telegram.press(OWNER, message, answer)
            await self.house.settle()

    def heard(self) -> list[str]:
        """What the owner was told since the last look."""
        found = self.house.chats_to(OWNER)
        news, self.seen = found[self.seen :], len(found)
        return news

    async def photos(self) -> list[Photo]:
        return await self.house.act(lambda turn: turn.unit.of(Photos).list_photos(self.order))

    async def paths(self) -> tuple[str, ...]:
        """Where the photos that the customer was asked about can be seen, the first one first."""

        async def work(turn: Turn) -> tuple[str, ...]:
            shown = await turn.unit.of(Photos).list_shown(self.order)
            return tuple(make_photo_path(turn, one.id) for one in shown)

        return await self.house.act(work)

    async def get(self, path: str) -> tuple[int, bytes, Any]:
        async with ClientSession() as session, session.get(self.house.url + path) as answer:
            return answer.status, await answer.read(), answer.headers

    def files(self) -> list[Path]:
        return sorted(Path.cwd().rglob("*.jpg"))


async def _open(house: House) -> Studio:
    tenant = await house.service.turns.tenant(TIGER)
    business: Business = replace(
        tenant.business,
        country="IN",
        timezone="Asia/Kolkata",
        currency="INR",
        payments=(PaymentSettings("simulator"),),
        sourcing=Sourcing(quality_check=True),
    )
    market = Market(house.service.turns, house.clock, business)  # type: ignore[arg-type]
    await market.open()
    await house.settle()
    await house.telegram.say(OWNER, "/start")
    inbound = f"{house.url}/channels/twilio/{TIGER}/inbound"
    assert await house.twilio.say(f"whatsapp:{NOOR.whatsapp}", f"whatsapp:{WHATSAPP}", "hello", url=inbound) == 200
    await house.settle()  # so that WhatsApp lets us answer freely
    order = await market.confirmed("1234")
    await market.picked("1234", "connaught")
    await house.settle()
    studio = Studio(house, market, order)
    studio.heard()
    return studio


@pytest.fixture
async def studio(database: str) -> AsyncIterator[Studio]:
    async with open_house(database, whole=True) as house:
        yield await _open(house)


async def test_from_the_phone_to_the_customers_page(studio: Studio) -> None:
    await studio.sends(with_exif(), "1234")
    (photo,) = await studio.photos()
    assert (photo.width, photo.height, photo.place, photo.shown_at) == (400, 300, 0, None)
    (file,) = studio.files()
    assert file.name == f"{photo.id.hex}.jpg"
    assert b"Spyphone" not in file.read_bytes()
    assert studio.heard()[-1].startswith("Order 1234: 1 photo kept.")
    assert await studio.paths() == ()
    await studio.press("1", "2", "3", "4", "5")
    assert studio.heard()[-1] == "Order 1234: its photos are with the customer now. Thank you."
    told = studio.house.texts_to(NOOR.whatsapp or "")[-1]
    page = re.search(r"/track/\w{22}", told)
    assert page is not None, told
    status, body, _ = await studio.get(page[0])
    (path,) = await studio.paths()
    assert (status, f'<img src="{path}"'.encode() in body) == (200, True)
    status, body, headers = await studio.get(path)
    assert (status, body, headers["Content-Type"]) == (200, file.read_bytes(), "image/jpeg")
    assert opened(body).size == (400, 300)


async def test_a_shops_photo_by_whatsapp(studio: Studio) -> None:
    assert await studio.shop_sends(with_exif()) == 200
    (photo,) = await studio.photos()
    assert (photo.shop, photo.staff) == (studio.market.shops["connaught"], None)
    assert studio.house.texts_to(PHONES["connaught"])[-1].startswith("Order 1234: 1 photo kept.")


async def test_another_shop_has_no_order_to_show(studio: Studio) -> None:
    await studio.shop_sends(with_exif(), "1234", shop="karol")
    assert await studio.photos() == []
    assert any("sent “1234” and a photo" in text for text in studio.heard())


async def test_a_photo_that_comes_again_is_one(studio: Studio) -> None:
    telegram = studio.house.telegram
    update = {"message_id": 7777, "caption": "1234", **telegram.picture(with_exif())}
    for _ in range(2):
        await telegram.say(OWNER, "", **update)
        await studio.house.settle()
    assert len(await studio.photos()) == len(studio.files()) == 1
    assert len([text for text in studio.heard() if "kept" in text]) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"a bill", NO_PHOTO),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            "one file is no photo that can be shown. Send JPEG, PNG or WebP.",
        ),
        (bomb(9_000), TOO_LARGE),
        (bytes(11 * 2**20), TOO_LARGE),
    ],
    ids=["text", "svg", "bomb", "large"],
)
async def test_what_is_no_photo_is_answered(studio: Studio, body: bytes, said: str) -> None:
    await studio.sends(body, "1234")
    assert studio.heard() == [f"Order 1234: {said}"]
    assert (await studio.photos(), studio.files()) == ([], [])
    assert await studio.shop_sends(body) == 200
    assert studio.house.texts_to(PHONES["connaught"])[-1] == f"Order 1234: {said}"


async def test_a_provider_that_is_away_is_asked_again(studio: Studio) -> None:
    studio.house.twilio.fail(2, status=503)
    await studio.shop_sends(with_exif())
    assert await studio.photos() == []
    for _ in range(3):
        await studio.house.pass_(now=5 * MINUTE, elapsed=5 * MINUTE)
    assert len(await studio.photos()) == 1
    assert any(one.startswith("Order 1234: 1 photo kept.") for one in studio.house.texts_to(PHONES["connaught"]))


async def test_a_provider_that_stays_away_is_spoken_of(studio: Studio) -> None:
    studio.house.twilio.fail(40, status=503)
    await studio.shop_sends(with_exif())
    for _ in range(12):
        await studio.house.pass_(now=5 * MINUTE, elapsed=5 * MINUTE)
    asked = [call for call in studio.house.twilio.calls if "/Media/" in call.path]
    assert 3 <= len(asked) <= 12
    studio.house.twilio.heal()
    for _ in range(12):
        await studio.house.pass_(now=5 * MINUTE, elapsed=5 * MINUTE)
    assert "Order 1234: one photo did not reach us. Send it again." in studio.house.texts_to(PHONES["connaught"])
    assert await studio.photos() == []


async def test_a_home_that_is_away_is_asked_again(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    home = studio.house.service.accounts.photographs.home
    put, tries = home.put, []

    async def fail_once(name: str, body: bytes) -> None:
        tries.append(name)
        if len(tries) == 1:
            raise MediaUnavailable("the folder of photos: no space left on device")
        await put(name, body)

    monkeypatch.setattr(home, "put", fail_once)
    await studio.sends(with_exif(), "1234")
    assert studio.files() == []
    await studio.house.pass_(now=5 * MINUTE, elapsed=5 * MINUTE)
    assert (len(studio.files()), len(set(tries))) == (1, 1)


async def _shown(studio: Studio) -> str:
    await studio.sends(with_exif(), "1234")
    await studio.press("1", "2", "3", "4", "5")
    (path,) = await studio.paths()
    return path


async def test_an_erased_customers_photos_are_gone(studio: Studio) -> None:
    path = await _shown(studio)

    async def erase(turn: Turn) -> None:
        found = await turn.unit.of(Reservations).get(studio.order)
        assert found is not None
        assert found.contact is not None
        await privacy_requests.erase_person(turn, found.contact, "they asked")

    await studio.house.act(erase)
    assert (await studio.get(path))[0] == 410
    await studio.house.settle()
    assert studio.files() == []
    assert await studio.house.act(lambda turn: turn.unit.of(Photos).list_left_behind()) == []


async def test_a_photo_that_comes_after_the_erasure_is_not_kept(studio: Studio) -> None:
    """It was being fetched while its customer was forgotten."""
    studio.house.twilio.fail(1, status=503)
    await studio.shop_sends(with_exif())

    async def erase(turn: Turn) -> None:
        found = await turn.unit.of(Reservations).get(studio.order)
        assert found is not None
        assert found.contact is not None
        await privacy_requests.erase_person(turn, found.contact, "they asked")

    await studio.house.act(erase)
    await studio.house.pass_(now=10 * MINUTE, elapsed=10 * MINUTE)
    assert (await studio.photos(), studio.files()) == ([], [])


async def test_a_removal_that_fails_is_tried_until_it_works(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await _shown(studio)
    home = studio.house.service.accounts.photographs.home
    remove = home.remove

    async def away(_: str) -> None:
        raise MediaUnavailable("the bucket of photos answers HTTP 503")

    monkeypatch.setattr(home, "remove", away)
    await _age(studio, 500)
    for _ in range(9):
        await studio.house.pass_(now=HOUR, elapsed=HOUR)
    assert (len(studio.files()), (await studio.get(path))[0]) == (1, 410)
    assert any("could not be removed (the bucket of photos answers HTTP 503)" in text for text in studio.heard())
    monkeypatch.setattr(home, "remove", remove)
    await _age(studio, 500)
    await studio.house.pass_(now=DAY, elapsed=DAY)
    await _age(studio, 500)
    await studio.house.settle()
    assert studio.files() == []


async def _age(studio: Studio, days: int) -> None:
    """A night's look, after so many days."""
    clock = studio.house.clock
    clock.push(timedelta(days=days))
    stored = Stored(TIGER, UUID(int=clock.now().toordinal()), "schedule", "retention", None, clock.now(), 0, None)

    async def look(turn: Turn) -> bool:
        await recurring_events.fire(turn.unit, nightly_retention.JOB, turn.now.date(), turn.now)
        return await nightly_retention.delete_old_data(turn, stored)

    while not await studio.house.act(look):
        pass
    await studio.house.settle()


async def test_old_photos_are_taken_away(studio: Studio) -> None:
    await _shown(studio)
    await _age(studio, 300)
    assert len(studio.files()) == 1
    await _age(studio, 200)
    assert (await studio.photos(), studio.files()) == ([], [])


async def test_a_link_ends_after_a_week(studio: Studio) -> None:
    path = await _shown(studio)
    assert (await studio.get(path))[0] == 200
    studio.house.clock.push(7 * DAY - 2 * HOUR)
    assert (await studio.get(path))[0] == 200
    studio.house.clock.push(2 * HOUR)
    status, body, headers = await studio.get(path)
    assert (status, headers["Cache-Control"]) == (410, "no-store")
    assert b"expired" in body
    (fresh,) = await studio.paths()
    assert (fresh != path, (await studio.get(fresh))[0]) == (True, 200)


async def test_a_link_that_was_touched_opens_nothing(studio: Studio) -> None:
    path = await _shown(studio)
    head, _, token = path.rpartition(".")
    for at in range(len(token)):
        other = "A" if token[at] != "A" else "B"
        assert (await studio.get(f"{head}.{token[:at]}{other}{token[at + 1 :]}"))[0] == 404
    for wrong in (
        "",
        "x",
        f"{TIGER}.",
        f"kiln.{token}",
        f"{TIGER}.{token}A",
        f"{TIGER}.{'=' * 48}",
        "..%2f..%2fetc",
        "%00" * 20,
    ):
        assert (await studio.get(f"/photos/{wrong}"))[0] == 404


async def test_how_a_photo_is_served(studio: Studio) -> None:
    _, _, headers = await studio.get(await _shown(studio))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "private, max-age=3600")
    assert headers["X-Robots-Tag"].startswith("noindex")


async def test_bytes_that_are_lost_or_out_of_reach(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await _shown(studio)
    home = studio.house.service.accounts.photographs.home

    async def away(_: str) -> bytes:
        raise MediaUnavailable("the bucket of photos answers HTTP 503")

    with monkeypatch.context() as patched:
        patched.setattr(home, "get", away)
        assert (await studio.get(path))[0] == 503
    (file,) = studio.files()
    file.unlink()
    assert (await studio.get(path))[0] == 410


async def test_a_second_look_shows_the_newer_photos_alone(studio: Studio) -> None:
    first = await _shown(studio)
    await studio.market.chooses("1234", 2)
    studio.house.clock.push(11 * MINUTE)
    await studio.house.settle()
    second = await _shown(studio)
    assert first != second
    assert len(await studio.photos()) == 2
