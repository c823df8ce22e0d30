"""Whoever is erased is in no table, no file, no log and no later copy, whatever happened to them before."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from structlog.testing import capture_logs

from storage.database.backup import copy_database
from tests.lives.life import Soul, is_erased, live
from tests.lives.search import files, found, happens, lived, tables

LIVES = int(os.environ.get("ERASURE_LIVES", "10"))
TOGETHER = 5  # so many are erased of those who live in one place; one more stays
PROVIDERS = ("", "provider telegram\nprovider twilio\nprovider shopify")  # simulated, or as they come from outside
SCRIPT = """Lives.
sells souvenirs
{providers}
settings
  recovery.steps = [{{ after = "30m" }}]
  referral = {{ amount = 100 }}
  sourcing.quality_check = true
people
{people}
Mon 2026-03-02 11:00 IST
{lines}
"""


@pytest.mark.parametrize("seed", range(-(-LIVES // TOGETHER)))
async def test_nothing_is_left(seed: int, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all but one of the people of a place, whose lives are mixed; of the one all is."""
    monkeypatch.chdir(tmp_path)  # where photos are kept that have no file of a database to lie beside
    random, by_shop = Random(seed), seed % 2 == 1
    souls = [Soul.drawn(random, number) for number in range(TOGETHER + 1)]
    *erased, stays = souls
    people = "\n".join(one.in_the_script(by_shop=by_shop) for one in souls)
    lines = live(random, souls, 4 * len(souls), by_shop=by_shop)
    script = SCRIPT.format(providers=PROVIDERS[by_shop], people=people, lines="\n".join(lines))
    with capture_logs() as logged:
        async with lived(tmp_path, database, script) as story:
            before = found(await tables(story.world), stays.traces())
            ending = [line for one in erased for line in is_erased(random, one, by_shop=by_shop)]
            await happens(story, ending)
            await story.world.push(story.world.now + timedelta(minutes=1))
            shown = await tables(story.world)
            _copy(tmp_path)
    shown += [*files(tmp_path), *(("log", str(one).encode()) for one in logged)]
    left = found(shown, [trace for one in erased for trace in one.traces()])
    assert not left, "\n".join([*lines, *ending, *(f"{trace}: {where}" for where, trace in sorted(left))])
    kept = {trace for _, trace in before}
    assert stays.phone.removeprefix("+") in kept
    assert {trace for _, trace in found(shown, stays.traces())} == kept


def _copy(folder: Path) -> None:
    """A backup that is made afterwards."""
    for file in folder.glob("parley.db"):
        copy_database(file, folder / "parley.backup", datetime(2026, 3, 9, tzinfo=UTC), "test")
