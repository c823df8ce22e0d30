"""Makes the database that a release leaves behind: its own code plays ``before.txt``, and what it wrote is kept.

    git clone . ../release && cd ../release
    git checkout f613b61 && make setup
    PYTHONPATH=. .venv/bin/python ../parley/tests/upgrades/make.py ../parley/tests/upgrades/release_0_1_0

It is run by the release's Python from the release's folder, so that nothing of today is in it. A release is made once;
the next one gets a folder of its own, and its ``before.txt`` may say more.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.config import Settings
from bot.simulator.simulated_phone import read_spoken
from storage.database.migrate import migrate
from storage.events import spools
from tests.transcripts import world as worlds
from tests.transcripts.runner import Story
from tests.transcripts.script import read

KEY = "a made-up key of a shop that is upgraded"  # PARLEY_SECRET_KEY
API_KEY = "pk_tiger_made_up_for_a_database_that_is_upgraded_0"
STOPS = "+13145550145"  # whose STOP waits in the spool
SPOOL = "tiger.example:0123456789abcdef"  # a made-up host, and the folder there


async def make(folder: Path) -> None:
    """Play what lies in ``folder`` and write ``database.sql.gz`` and ``spool/`` beside it."""
    vars(worlds)["Settings"] = partial(Settings, secret_key=KEY)
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "parley.db"
        await migrate(f"sqlite:///{file}")
        async with worlds.world(read(folder / "before.txt"), f"sqlite:///{file}") as here:
            story = Story(here)
            await story.play()
            hashed = here.service.vault.hash_token(API_KEY)
            await here.service.turns.act(
                worlds.BUSINESS, lambda turn: turn.unit.access.add_key(hashed, ("events", "read"), here.now)
            )
            await _spool(here)
        _keep(file, folder)


async def _spool(here: worlds.World) -> None:
    """A STOP that came while the database was away; the row of its spool stays, as after a crash."""
    asked = {"from": f"sms:{STOPS}", "text": "STOP"}
    said = await here.look(lambda turn: read_spoken(turn, asked))
    await here.service.spool.append(worlds.BUSINESS, said.news)  # as 0.1.0 called what came in
    size = here.service.spool.size
    await here.service.turns.act(worlds.BUSINESS, lambda turn: spools.touch(turn.unit, SPOOL, size, here.now))


def _keep(file: Path, folder: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        dumped = "\n".join(connection.iterdump())
    (folder / "database.sql.gz").write_bytes(gzip.compress(dumped.encode(), 9, mtime=0))
    (folder / "spool").mkdir(exist_ok=True)
    for kept in Path(f"{file}.spool").glob("*.spool"):
        (folder / "spool" / kept.name).write_bytes(kept.read_bytes())


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(make(Path(sys.argv[1]).resolve()))
