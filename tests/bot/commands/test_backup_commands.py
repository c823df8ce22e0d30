"""What ``parley backup`` and ``parley restore`` say, and what they leave alone."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.bot.commands.commanding import Run
from tests.bot.commands.commanding import run as installed

__all__ = ["installed"]


@pytest.fixture
def run(installed: Run) -> Run:
    """Runs a command in a folder of its own, where a shop was applied."""
    assert installed("apply", "shop.toml").code == 0
    return installed


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_help_with_an_example(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"Example:\n    parley {command}" in ended.out


def test_there_and_back(run: Run, tmp_path: Path) -> None:
    spooled = tmp_path / "parley.db.spool" / "00000001.spool"
    spooled.parent.mkdir()
    spooled.write_text("what somebody wrote")
    taken = run("backup", "a.backup")
    assert (taken.code, taken.out.endswith(" UTC, checked\n")) == (0, True)
    assert (tmp_path / "a.backup").stat().st_mode & 0o777 == 0o600
    told = run("restore", "a.backup")
    first, second, held, then = told.out.splitlines()
    assert (told.code, first.startswith("the database is as of 2")) == (0, True)
    assert "parley.db.replaced-2" in second
    assert held.startswith("tiger: 0 messages may have left since and are held as unknown; 0 conversations")
    assert then == "now: parley doctor, parley parked, then parley serve"
    assert spooled.read_text() == "what somebody wrote"
    assert "tiger: paused since" in run("doctor").out


def test_for_programs(run: Run) -> None:
    taken = json.loads(run("backup", "a.backup", "--json").out)
    assert set(taken) == {"file", "bytes", "taken_at", "version"}
    back = json.loads(run("restore", "a.backup", "--json").out)
    assert (back["taken_at"], set(back["held"])) == (taken["taken_at"], {"tiger"})


def test_a_backup_is_not_served(run: Run, tmp_path: Path) -> None:
    assert run("backup", "a.backup").code == 0
    (tmp_path / "a.backup").replace(tmp_path / "parley.db")
    ended = run("key", "create", "--business", "tiger", "--scope", "read")
    assert (ended.code, "this file is a backup" in ended.err) == (1, True)


def test_nothing_to_copy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "parley.db").unlink()
    ended = run("backup", "a.backup")
    assert (ended.code, "there is no database" in ended.err, (tmp_path / "a.backup").exists()) == (1, True, False)


def test_a_folder_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    ended = run("backup", "no/such/a.backup")
    assert (ended.code, ended.out, (tmp_path / "no").exists()) == (1, "", False)
    assert ended.err == "parley: the folder no/such does not exist; create it, or fix the path\n"


def test_a_backup_that_was_changed_is_not_brought_back(run: Run, tmp_path: Path) -> None:
    """One letter of a name is nothing to SQLite's check: the file is sound, and says something else."""
    assert run("backup", "a.backup").code == 0
    copy, noted = tmp_path / "a.backup", tmp_path / "a.backup.sha256"
    assert noted.read_text() == f"{sha256(copy.read_bytes()).hexdigest()}  a.backup\n"
    copy.write_bytes(copy.read_bytes().replace(b"Tiger Tees", b"Tiger Teas"))
    ended = run("restore", "a.backup")
    assert (ended.code, "its SHA-256 differs from" in ended.err) == (1, True)
    assert not list(tmp_path.glob("parley.db.[rs]*")), "nothing replaced, and no spool"
    noted.unlink()
    assert run("restore", "a.backup").code == 0


def test_taken_again_it_is_another_and_sound(run: Run) -> None:
    for _ in range(2):
        assert run("backup", "a.backup").code == 0
    assert run("restore", "a.backup").code == 0
