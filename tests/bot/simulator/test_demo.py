"""A month is made beside the file that is shown later: all that it left behind comes along, and goes with it."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Service, assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.demo import _make_sample, _remove, _take_place, choose_photo_folder
from bot.photos.photo_home_choice import open_home
from bot.simulator.sample_people import SampleCustomer, make_indian_crowd
from handlers.engine.turn import Turn
from storage.sourcing.order_photos import Photo, Photos
from storage.sourcing.reservations import Reservations
from tests.bot.simulator.shop import DELHI, TUESDAY


def _one(chance: random.Random) -> list[SampleCustomer]:
    return make_indian_crowd(chance)[:1]


SMALL = replace(DELHI, carts=0, wishes=DELHI.wishes[:1], crowd=_one)
"""A month with one order, of which a photo is shown."""
NUMBER = "1001"


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[Service]:
    service = assemble(settings, PushedClock(TUESDAY))
    try:
        yield service
    finally:
        await service.stop()


def _names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


async def _kept(turn: Turn) -> list[Photo]:
    found = await turn.unit.of(Reservations).find_by_number(NUMBER)
    assert found is not None
    return await turn.unit.of(Photos).list_photos(found.id)


async def test_the_photos_of_a_month_come_along(tmp_path: Path) -> None:
    file = tmp_path / "demo.db"
    settings = Settings(database_url=f"sqlite:///{file}")
    choose_photo_folder(file).mkdir()
    (choose_photo_folder(file) / "of-an-earlier-one.jpg").write_bytes(b"")  # whose making was cut short
    await _make_sample(settings, SMALL, file)
    assert _names(tmp_path) == ["demo.db", "demo.db.photos"]
    assert _names(choose_photo_folder(file)) == [SMALL.business]
    async with served(settings) as service:
        photos = await service.turns.look(SMALL.business, _kept)
        home = open_home(settings, service.clock.get_real_time, sandbox=True)
        bodies = [await home.get(one.stored_as) for one in photos if one.stored_as is not None]
    assert len(photos) == len(bodies) == 1
    assert all(body is not None and body.startswith(b"\xff\xd8") for body in bodies)
    _remove(file)
    assert _names(tmp_path) == []


def test_a_database_is_never_there_without_its_photos(tmp_path: Path) -> None:
    """Where it cannot take its place, it stands under its own name as before, and is made anew."""
    making, file = tmp_path / "demo.db.making", tmp_path / "demo.db"
    making.write_bytes(b"whole")
    choose_photo_folder(making).mkdir()
    file.mkdir()  # nothing can be renamed to it
    with pytest.raises(OSError, match=r"demo\.db"):
        _take_place(making, file)
    assert making.exists()
    assert choose_photo_folder(file).exists()


def test_a_month_without_photos_takes_its_place(tmp_path: Path) -> None:
    making, file = tmp_path / "demo.db.making", tmp_path / "demo.db"
    making.write_bytes(b"whole")
    _take_place(making, file)
    assert _names(tmp_path) == ["demo.db"]
