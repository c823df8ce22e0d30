"""The command line: its help, its version, and what it says to wrong settings and wrong arguments."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from handlers.actions.api_keys import SCOPES
from tests.bot.commands.commanding import ROOT, Ended, Run, run
from tests.cases import each

__all__ = ["run"]

COMMANDS = [
    *("demo", "serve", "worker", "migrate", "apply", "doctor", "parked", "why", "key create", "key list", "key revoke"),
    *("backup", "restore", "rebuild totals", "import customers", "bench delivery", "bench idle", "audit verify"),
]


@each("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ended = run(*command.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"parley {command}" in ended.out.partition("Example:")[2]


def test_the_module_is_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "serv"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, "Did you mean 'serve'?" in ended.stderr) == (2, True)


def test_wrong_settings_are_told_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_PORT", "high")
    monkeypatch.setenv("PARLEY_DATABSE_URL", "sqlite:///x.db")
    ended = run("serve")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "parley: PARLEY_DATABSE_URL = …: unknown setting; did you mean PARLEY_DATABASE_URL?",
        "parley: PARLEY_PORT = 'high': use a port from 1 to 65535, or 0 for any free one",
    ]


@pytest.mark.parametrize("arguments", [["serve"], ["apply", "shop.toml"]], ids=["serve", "apply"])
def test_a_key_is_required_before_anything_is_made(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / ".env").write_text("BOT=42:token\n", encoding="utf-8")
    ended = run(*arguments)
    assert (ended.code, ended.err.partition(" = ")[0]) == (2, "parley: PARLEY_SECRET_KEY")
    assert not (tmp_path / "parley.db").exists()


@each(
    ("arguments", "hint"),
    [
        (["serve", "--at", "2026-03-02T15:00:00Z"], "add --sandbox"),
        (["serve", "--sandbox", "--at", "2026-03-02T15:00"], "write it like 2026-03-02T15:00:00Z"),
        (["serve", "--sandbox", "--at", "noon"], "write it like 2026-03-02T15:00:00Z"),
        (["serve", "--port", "http"], "--port = 'http': use a port"),
        (["key", "create", "-b", "tiger", "--scope", "raed"], "did you mean read?"),
        (["key", "create", "-b", "tiger", "--scope", ","], "nothing is no scope"),
        (["key", "create", "--scope", "read"], "--business"),
        (["key", "create", "-b", "tiger", "--scope", "read", "--expires", "soon"], "for --expires"),
        (["key", "create", "-b", "tiger", "--scope", "read", "--label", "x" * 61], "at most 60 characters"),
        (["key", "revoke", "the-old-one", "-b", "tiger"], "parley key list shows them"),
        (["why", "no-id"], "no-id"),
        (["why", "5f0c83a1d2e4"], "it is a trail"),
        (["apply", "missing.toml"], "missing.toml"),
        (["doctr"], "Did you mean 'doctor'?"),
    ],
)
def test_a_wrong_argument_exits_2_with_a_hint(run: Run, arguments: list[str], hint: str) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out, hint in ended.err) == (2, "", True), ended.err


def test_a_worker_says_when_it_listens(run: Run) -> None:
    told = " ".join(run("worker", "--help").out.split())
    assert ("with --port they listen for what watches them, else on no port" in told, "--port 9101" in told) == (
        True,
        True,
    )


def test_a_key_is_offered_what_there_is_to_do(run: Run) -> None:
    told = run("key", "create", "--help").out
    assert [name for name in SCOPES if name not in told] == []


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "serve"]], ids=["alone", "before a command"])
def test_the_version_is_told(run: Run, arguments: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert run(*arguments) == Ended(0, f"{project['project']['version']}\n", "")
