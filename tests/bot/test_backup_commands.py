"""What ``parley backup`` and ``parley restore`` say, and what they leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.test_commands import Run
from tests.bot.test_commands import run as installed

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
