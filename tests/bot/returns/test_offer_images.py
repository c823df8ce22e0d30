"""A picture of an offer: decoded before it is stored, and shown to everybody from our own address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.photos.photo_calls import Darkroom, Photographs
from bot.photos.photo_home import PhotoFolder
from bot.returns.offer_image_route import OfferImages
from handlers.engine.turn import Turn
from handlers.returns.offer_images import make_image_id, make_image_link, name_image
from storage.database.stores import Database
from tests.bot.photos.pictures import bomb, opened, picture, with_exif
from tests.handlers.returns.returned import Parcels

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


async def _name(parcels: Parcels) -> tuple[str, str]:
    """The name in the store of a new picture, and the path of its link."""

    async def work(turn: Turn) -> tuple[str, str]:
        image = make_image_id(turn, parcels.sponsor)
        return name_image(turn, image), make_image_link(turn, image).removeprefix("https://go.parcels.example")

    return await parcels.act(work)


async def test_a_picture_is_shown_without_its_metadata_and_kept_by_browsers(
    parcels: Parcels, photographs: Photographs, client: Client
) -> None:
    name, path = await _name(parcels)
    assert await photographs.keep(name, with_exif()) == ""
    async with client.get(path) as answer:
        body = await answer.read()
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not opened(body).getexif()
    assert b"Spyphone" not in body


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
    stored_as, path = await _name(parcels)
    assert await photographs.keep(stored_as, body) == code
    async with client.get(path) as answer:
        assert answer.status == (404 if code else 200)


async def test_no_other_token_shows_anything(parcels: Parcels, client: Client) -> None:
    _, path = await _name(parcels)
    for other in (f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}", "/oi/parcels.x", "/oi/nobody", path):
        async with client.get(other) as answer:
            assert answer.status == 404
