"""parley init over a real terminal and over pipes: what it asks, checks at once, writes, and never writes over."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handlers.business_file import read_business_file

ROOT = Path(__file__).parents[3]
YES = ("--yes", "--name", "Tiger Tees", "--country", "IN", "--telegram", "@tigertees_bot")
ENVIRON = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TZ": "America/Chicago", "TERM": "dumb"}
COMMAND = (sys.executable, "-m", "bot", "init")


def piped(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *options], cwd=folder, env=ENVIRON, input="", capture_output=True, text=True, timeout=60, check=False
    )


def typed(folder: Path, answers: list[tuple[str, str]]) -> tuple[str, int]:
    """What stands on a terminal where each question, by its last words, is answered; and the exit code."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(COMMAND, cwd=folder, env=ENVIRON, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown, seen, until = "", 0, time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                shown += os.read(ours, 4096).decode()
            except OSError:  # the terminal of a program that has ended
                break
        if answers and answers[0][0] in shown[seen:]:
            seen = len(shown)
            os.write(ours, f"{answers.pop(0)[1]}\n".encode())
    os.close(ours)
    return shown, running.wait(10)


def written(folder: Path) -> str:
    return (folder / "shop.toml").read_text(encoding="utf-8")


def test_a_terminal_is_asked_and_a_wrong_answer_is_told_at_once(tmp_path: Path) -> None:
    shown, code = typed(
        tmp_path,
        [
            ("Name:", ""), ("Name:", 'Ana "La" Ñ'),
            ("Country [US]:", "Mexico"), ("Country [US]:", "MX"), ("Time zone [", ""),
            ("Currency [MXN]:", ""), ("Channels [telegram]:", "telegram, sms"), ("user name:", "ana"),
            ("user name:", "ana_bot"), ("Number:", "+52 55 1234 5678"), ("Your name [Owner]:", "Ana"),
        ],
    )  # fmt: skip
    assert code == 0, shown
    assert "A value is required; Ctrl-C stops and writes nothing." in shown
    assert "did you mean MX?" in shown
    assert "must be the bot's user name" in shown
    file = read_business_file(written(tmp_path), dict.fromkeys(_names(written(tmp_path)), f"AC{'0' * 32}"))
    business = file.business
    assert (business.id, business.name, business.country, business.currency) == ("ana-la", 'Ana "La" Ñ', "MX", "MXN")
    assert (business.timezone, business.locale) == ("America/Mexico_City", "es-MX")
    assert sorted((one.channel, one.address) for one in business.channels) == [
        ("sms", "+525512345678"),
        ("telegram", "ana_bot"),
    ]
    assert [(one.name, one.role) for one in file.staff] == [("Ana", "owner")]


def _names(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split("env:")[1:]]


def test_options_alone_write_a_file_and_tell_the_next_steps(tmp_path: Path) -> None:
    done = piped(tmp_path, *YES)
    assert done.returncode == 0, done.stderr
    file = read_business_file(written(tmp_path), {"TIGER_TEES_TELEGRAM_TOKEN": "42:bot"})
    assert (file.business.currency, file.business.timezone) == ("INR", "Asia/Kolkata")
    assert file.plain == (), "secrets are named and not written"
    steps = [line for line in done.stdout.splitlines() if line.lstrip()[:2] in {"1.", "2.", "3."}]
    assert len(steps) == 3
    assert "TIGER_TEES_TELEGRAM_TOKEN=" in done.stdout


def test_a_shop_without_a_chat_hears_that_its_team_needs_one(tmp_path: Path) -> None:
    done = piped(
        tmp_path, "--yes", "--name", "Tees", "--country", "US", "--channels", "email", "--mail", "hi@tees.example"
    )
    assert "The team has no chat yet" in done.stdout
    assert "link" not in done.stdout


def test_nothing_is_written_over_unless_told_so(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text("# mine", encoding="utf-8")
    refused = piped(tmp_path, *YES)
    assert (refused.returncode, written(tmp_path)) == (2, "# mine")
    assert "--force" in refused.stderr
    shown, code = typed(tmp_path, [("Overwrite it? [y/N]:", "n")])
    assert (code, written(tmp_path)) == (2, "# mine"), shown
    assert piped(tmp_path, *YES, "--force").returncode == 0
    assert written(tmp_path) != "# mine"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param((), "needs a terminal to ask questions: add --yes", id="no terminal"),
        pytest.param(("--yes",), "--name", id="nothing stands for a name"),
        pytest.param((*YES, "--timezone", "CST"), "did you mean America/Chicago?", id="a wrong option"),
        pytest.param((*YES, "--channels", "fax"), "must be of whatsapp, telegram, sms", id="no such channel"),
        pytest.param((*YES, "--channels", "sms"), "--number", id="a channel without its number"),
    ],
)
def test_what_cannot_be_answered_is_told(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    done = piped(tmp_path, *options)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert not (tmp_path / "shop.toml").exists()
