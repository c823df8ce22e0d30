"""A picture of an offer: decoded before it is stored, and shown to everybody from our own address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.photos.photo_calls import Darkroom, Photographs
from bot.photos.photo_home import PhotoFolder
from bot.returns.offer_image_route import OfferImages
from handlers.engine.turn import Turn
from handlers.returns.offer_images import make_image_id, make_image_link, make_preview_link, name_image
from storage.database.stores import Database
from tests.bot.photos.pictures import bomb, opened, picture, with_exif
from tests.handlers.returns.returned import Parcels
from tests.storage.promotions.promoted import CONTENT

LINKS = (make_image_link, make_preview_link)
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def parcels(store: Database) -> Parcels:
    return await Parcels.open(store)


@pytest.fixture
def photographs(tmp_path: Path) -> Photographs:
    photographs = Photographs(PhotoFolder(tmp_path / "photos"))
    photographs._darkroom = Darkroom(60, 60)  # a machine of tests is busier than one of a service
    return photographs


@pytest.fixture
async def client(parcels: Parcels, photographs: Photographs) -> AsyncIterator[Client]:
    app = web.Application()
    OfferImages(parcels.turns, photographs).add_to(app)
    async with TestClient(TestServer(app)) as client:
        yield client


@dataclass(frozen=True)
class Named:
    """A picture: its id, its name in the store, and the paths of its link and of its preview."""

    image: str
    stored_as: str
    path: str
    preview: str


async def _name(parcels: Parcels, *, approved: bool = True) -> Named:
    """A new picture, of approved content or of content that waits."""

    async def work(turn: Turn) -> Named:
        image = make_image_id(turn, parcels.sponsor)
        paths = (make(turn, image).removeprefix("https://go.parcels.example") for make in LINKS)
        return Named(image, name_image(turn, image), *paths)

    named = await parcels.act(work)
    content = replace(CONTENT, image=named.image)
    await parcels.change_offer(**{"content": content} if approved else {"proposed": content})
    return named


async def test_a_picture_is_shown_without_its_metadata_and_kept_by_browsers(
    parcels: Parcels, photographs: Photographs, client: Client
) -> None:
    named = await _name(parcels)
    assert await photographs.keep(named.stored_as, with_exif()) == ""
    async with client.get(named.path) as answer:
        body = await answer.read()
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not opened(body).getexif()
    assert b"Spyphone" not in body


async def test_before_its_approval_only_the_preview_shows_a_picture(
    parcels: Parcels, photographs: Photographs, client: Client
) -> None:
    named = await _name(parcels, approved=False)
    assert await photographs.keep(named.stored_as, picture()) == ""
    async with client.get(named.path) as answer:
        assert answer.status == 404
    async with client.get(named.preview) as answer:
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    now = await parcels.read_offer()
    await parcels.change_offer(content=now.proposed, proposed=None)
    async with client.get(named.path) as answer:
        assert answer.status == 200
    parcels.later(days=7)
    for path, status in ((named.preview, 404), (named.path, 200)):
        async with client.get(path) as answer:
            assert answer.status == status


_FILES = {
    "a PNG": (picture(kind="PNG"), ""),
    "a WebP": (picture(kind="WEBP"), ""),
    "a GIF": (picture(kind="GIF", mode="P"), "kind"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kind"),
    "half a picture": (picture()[:400], "broken"),
    "a bomb": (bomb(), "pixels"),
    "50 MB": (b"\xff\xd8\xff" + b"\0" * 50 * 2**20, "broken"),
}


@pytest.mark.parametrize("name", _FILES)
async def test_only_what_decodes_as_a_picture_is_stored(
    parcels: Parcels, photographs: Photographs, client: Client, name: str
) -> None:
    body, code = _FILES[name]
    named = await _name(parcels)
    assert await photographs.keep(named.stored_as, body) == code
    async with client.get(named.path) as answer:
        assert answer.status == (404 if code else 200)


async def test_no_other_token_shows_anything(parcels: Parcels, client: Client) -> None:
    path = (await _name(parcels)).path
    for other in (f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}", "/oi/parcels.x", "/oi/nobody", path):
        async with client.get(other) as answer:
            assert answer.status == 404
