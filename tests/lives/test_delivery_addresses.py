"""The addresses to which orders are delivered: in no log, of one person once two are known to be one, and erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.config import Settings
from tests.lives.search import files, found, happens, lived, tables
from tests.logged import logged
from tests.transcripts.runner import Story

PHONE, CHAT = "+919811044556", "7788990011"
PLACES = ("Flat 4, Xanadu Apartments\n  12 Qwertzu Road\n  New Delhi 110047", "7 Yggdrasil Street, Kolkata 700081")
TRACES = ("Xanadu", "Qwertzu", "110047", "Yggdrasil", "700081", "Gitanjali", "Rabindra", PHONE[3:], CHAT, "zebrafinch")
ORDERED = f"""Addresses.
sells souvenirs
provider telegram
people
  gita: Gitanjali Rabindra, telegram {CHAT}, whatsapp {PHONE}
Mon 2026-03-02 11:00 IST
gita> I want tiger shorts L
gita presses Yes, order it
gita> how long does a zebrafinch take?
gita> {PLACES[0]}
gita/whatsapp> I want a taj mug
gita/whatsapp> yes
gita/whatsapp> {PLACES[1]}
connaught> haan
+1m
gita pays
gita> my new address: {PLACES[1]}
gita> change my address
gita> {PLACES[0]}
"""
MERGED = [f"gita shares {PHONE}", "+1m"]
ERASED = ["asha> /erase Gitanjali Rabindra", "asha presses 1 Delete it all", "+1m"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a service keeps beside a PostgreSQL database lies in the working folder."""
    monkeypatch.chdir(tmp_path)


async def test_the_dialogue_about_an_address_is_in_no_log(database: str, tmp_path: Path) -> None:
    with logged(Settings(log_level="debug", log_format="json")) as written:
        async with lived(tmp_path, database, ORDERED) as story:
            assert sorted(one.replace("\n", "\n  ") for one in await told(story)) == sorted(PLACES)
            await happens(story, [*MERGED, *ERASED])
    log = written.getvalue()
    assert log.count('"acted upon"') > 20
    assert not found([("log", log.encode())], TRACES)


async def test_addresses_of_two_who_are_one_are_hers_and_erased(database: str, tmp_path: Path) -> None:
    async with lived(tmp_path, database, ORDERED) as story:
        assert len(await owners(story)) == 2, "nobody knows yet that both are one"
        await happens(story, MERGED)
        assert (len(await owners(story)), len(await told(story))) == (1, 2)
        await happens(story, ERASED)
        assert await told(story) == []
        assert not found([*await tables(story.world), *files(tmp_path)], ("Xanadu", "Qwertzu", "Yggdrasil"))


async def told(story: Story) -> list[str]:
    """The addresses that are kept."""
    return [row.text for row in await _rows(story)]


async def owners(story: Story) -> set[bytes]:
    """The people whose addresses these are."""
    return {row.contact for row in await _rows(story)}


async def _rows(story: Story) -> list[Any]:
    asked = text("SELECT contact, text FROM delivery_addresses WHERE text IS NOT NULL")
    return list(await story.world.look(lambda turn: turn.unit.rows(asked)))
