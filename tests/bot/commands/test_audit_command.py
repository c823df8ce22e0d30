"""``parley audit verify``: a whole chain exits with 0, a changed one with 1 and the first wrong entry."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.audit_sealer import AuditSealer
from bot.commands.options import load_settings
from bot.conversations import CONVERSATIONS
from bot.database import open_database
from tests.bot.commands.commanding import Ended, Run, run
from tests.cases import each

__all__ = ["run"]


async def seal() -> None:
    """Seal what was written, as a service does within seconds."""
    settings = load_settings()
    async with open_database(settings) as database:
        sealer = AuditSealer(database.turns(settings, CONVERSATIONS))
        while await sealer.step():
            pass


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "parley.db")) as connection, connection:
        connection.execute(statement)


@pytest.fixture
def sealed(run: Run) -> str:
    """A shop with three sealed entries or more; returns its newest number and hash."""
    run("apply", "shop.toml")
    for _ in range(3):
        assert run("key", "create", "-b", "tiger", "--scope", "read").code == 0
    waiting = run("audit", "verify", "-b", "tiger")
    assert (waiting.code, waiting.err) == (0, "")
    assert re.fullmatch(r"tiger: OK: nothing is sealed yet, \d+ not sealed yet\n", waiting.out)
    asyncio.run(seal())
    return run("audit", "verify", "-b", "tiger").out.strip().rpartition("newest ")[2]


def test_a_whole_chain_is_ok(run: Run, sealed: str) -> None:
    known = run("audit", "verify", "-b", "tiger", "--known", sealed)
    assert (known.code, known.err) == (0, "")
    number = sealed.partition(":")[0]
    assert known.out.startswith(f"tiger: OK: {number} entries match, 0 removed by retention, 0 not sealed yet; ")
    assert run("key", "create", "-b", "tiger", "--scope", "read").code == 0
    told = json.loads(run("audit", "verify", "-b", "tiger", "--json").out)
    assert (told["ok"], told["unsealed"], told["broken"]) == (True, 1, None)
    assert f"{told['newest']['number']}:{told['newest']['hash']}" == sealed


@each(
    ("statement", "what"),
    [
        ("UPDATE audit SET actor = 'somebody' WHERE number = 2", "changed"),
        ("DELETE FROM audit WHERE number = 2", "missing"),
    ],
)
def test_a_wrong_entry_is_named(run: Run, sealed: str, tmp_path: Path, statement: str, what: str) -> None:
    change(tmp_path, statement)
    ended = run("audit", "verify", "-b", "tiger")
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.startswith("tiger: BROKEN at entry 2")
    assert f": {what}: " in ended.out
    broken = json.loads(run("audit", "verify", "-b", "tiger", "--json").out)["broken"]
    assert (broken["number"], broken["what"].partition(":")[0]) == (2, what)
    assert (broken["at"] is None) == (what == "missing")


def test_a_time_that_runs_backwards_is_a_warning(run: Run, sealed: str, tmp_path: Path) -> None:
    assert run("key", "create", "-b", "tiger", "--scope", "read").code == 0
    change(tmp_path, "UPDATE audit SET at = at - 3 * 86400000000 WHERE number IS NULL")
    asyncio.run(seal())
    ended = run("audit", "verify", "-b", "tiger")
    late = int(sealed.partition(":")[0]) + 1
    assert ended.code == 0
    assert f"; WARNING: the time runs backwards at 1 entries, from {late} on; newest {late}:" in ended.out
    told = json.loads(run("audit", "verify", "-b", "tiger", "--json").out)
    assert (told["ok"], told["backdated"]) == (True, {"many": 1, "first": late})


def test_a_restored_backup_is_whole_and_lacks_what_came_later(run: Run, sealed: str) -> None:
    """Noted hashes show the cut: the newest one of the backup is there, and a later one is missing."""
    assert run("backup", "a.backup").code == 0
    for _ in range(2):
        assert run("key", "create", "-b", "tiger", "--scope", "read").code == 0
    asyncio.run(seal())
    later = run("audit", "verify", "-b", "tiger").out.strip().rpartition("newest ")[2]
    assert run("restore", "a.backup").code == 0
    assert run("audit", "verify", "-b", "tiger", "--known", sealed).code == 0
    cut = run("audit", "verify", "-b", "tiger", "--known", later)
    assert (cut.code, f"entry {int(sealed.partition(':')[0]) + 1}: missing" in cut.out) == (1, True)
    asyncio.run(seal())
    assert run("audit", "verify", "-b", "tiger", "--known", sealed).code == 0
    assert run("audit", "verify", "-b", "tiger", "--known", later).code == 1


def test_a_hash_that_was_noted_differs_in_a_chain_made_anew(run: Run, sealed: str, tmp_path: Path) -> None:
    change(tmp_path, "DELETE FROM audit_checkpoints")
    change(tmp_path, "DELETE FROM audit WHERE number = 1")
    change(tmp_path, "UPDATE audit SET number = NULL, hash = NULL")
    asyncio.run(seal())
    assert run("audit", "verify", "-b", "tiger").code == 0
    assert run("audit", "verify", "-b", "tiger", "--known", sealed).code == 1


def test_wrong_options_are_told(run: Run) -> None:
    assert run("audit", "verify").code == 2
    assert run("audit", "verify", "-b", "tiger", "--known", "5:abc").code == 2
    run("apply", "shop.toml")
    assert run("audit", "verify", "-b", "lion") == Ended(1, "", "parley: there is no business 'lion'; there is tiger\n")
