"""A shop of release 0.1.0, in the middle of everything, is upgraded and goes on: the same rows on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.doctor import examine
from bot.web_application import build_application
from storage.database import migrate as steps
from storage.database import schema_version
from tests import databases
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import World, world
from tests.upgrades.later import NEXT, next_step
from tests.upgrades.make import API_KEY, KEY
from tests.upgrades.stored import HERE, fresh, put_back

RELEASED = HERE / "release_0_1_0"
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
async def released(server: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The URL of the database as 0.1.0 left it, with its spool, in a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(databases.packaged_programs()), prepend=":")
    async with fresh(server, tmp_path) as url:
        await put_back(RELEASED, url)
        yield url


async def test_it_goes_on(released: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By today's steps and one more, so that there always is one to be done."""
    next_step(tmp_path, monkeypatch)
    assert await schema_version.read_version(released) == "0001"
    done = await steps.migrate(released)
    assert (done.steps[-1], done.copy is not None) == (NEXT, True)
    async with world(read(RELEASED / "after.txt"), released, KEY, applied=True) as here:
        assert await _answers(here, "/readyz") == 200
        assert await _answers(here, "/api/v1/orders") == 200
        assert await _secrets(here) == {"shpat_made_up", "a-made-up-secret"}
        story = Story(here)
        await story.go_on()
        await story.play()
        settings = here.service.settings.model_copy(update={"shopify_api_url": NOWHERE})
    found = await examine(settings, None, fix=False)
    assert {one.text for one in found if one.ok} >= {
        "the database answers and has the right version",
        "tiger: all credentials open",
    }
    assert [one.text for one in found if "parked" in one.text] == []


async def _secrets(here: World) -> set[str]:
    """What the release locked away, as it is read today."""
    locked = await here.look(lambda turn: turn.unit.businesses.secrets())
    return {here.service.vault.decrypt(one) for one in locked.values()}


async def _answers(here: World, path: str) -> int:
    """The status of an answer to whoever has the key that the release gave them."""
    proof = {"Authorization": f"Bearer {API_KEY}"}
    async with (
        TestClient(TestServer(build_application(here.service))) as client,
        client.get(path, headers=proof) as answer,
    ):
        return answer.status
