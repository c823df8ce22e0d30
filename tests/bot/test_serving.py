"""Which database may be played with, and what a taken port is told as."""

from __future__ import annotations

import errno

import pytest

from bot.clock import PushedClock
from bot.commands.failures import one_line
from bot.config import Settings
from bot.serving import NotASandbox, _clock
from storage.store import Store
from tests.storage.world import NOW, do, queued


async def test_a_database_that_served_people_is_not_played_with(store: Store, database: str) -> None:
    await do(store, queued)
    with pytest.raises(NotASandbox, match="another one"):
        await _clock(Settings(database_url=database), sandbox=True, at=NOW)


async def test_a_sandbox_goes_on_from_where_it_stood_and_is_not_served_live(store: Store, database: str) -> None:
    settings = Settings(database_url=database)
    begun = await _clock(settings, sandbox=True, at=NOW)
    again = await _clock(settings, sandbox=True, at=None)
    assert isinstance(begun, PushedClock)
    assert (begun.now(), again.now()) == (NOW, NOW)
    with pytest.raises(NotASandbox, match="--sandbox"):
        await _clock(settings, sandbox=False, at=None)


def test_a_taken_port_is_told_with_what_to_do() -> None:
    assert "--port" in one_line(OSError(errno.EADDRINUSE, "Address already in use"))
