"""What ``parley backup`` and ``parley restore`` say, and what they leave alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from bot.__main__ import main
from tests.bot.test_commands import KEY, SHOP


class Ended(NamedTuple):
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *arguments: str) -> Ended: ...


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a folder of its own, where a shop was applied."""
    for name in ("PARLEY_DATABASE_URL", "PARLEY_SECRET_KEY", "PARLEY_PORT", "BOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.toml").write_text(SHOP, encoding="utf-8")
    (tmp_path / ".env").write_text(f"PARLEY_SECRET_KEY={KEY}\nBOT=42:token\n", encoding="utf-8")

    def command(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        written = capsys.readouterr()
        return Ended(int(ended.value.code or 0), written.out, written.err)

    assert command("apply", "shop.toml").code == 0
    return command


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
