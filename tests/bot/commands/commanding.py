"""The command line as a person has it: run in a folder of its own, where a shop's file stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.__main__ import main

ROOT = Path(__file__).parents[3]
KEY = "0123456789abcdef0123456789abcdef"
SHOP = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"

[channels.telegram]
provider = "telegram"
token = "env:BOT"
username = "tigertees_bot"

[[staff]]
name = "Ravi"
role = "owner"

[texts]
milestone = "New in {{ brand }}"
"""


class Ended(NamedTuple):
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a folder of its own that holds shop.toml, with a key and a bot's token in .env."""
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

    return command
