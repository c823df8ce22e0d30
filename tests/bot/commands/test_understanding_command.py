"""``parley understanding``: what is said where nothing was asked, and where files stand already."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.commands.commanding import Run, run

__all__ = ["run"]


def test_nothing_was_asked_about(run: Run, tmp_path: Path) -> None:
    assert run("apply", "shop.toml").code == 0
    assert run("understanding", "report", "--business", "tiger").out == "Of 0 messages none was asked about.\n"
    said = run("understanding", "report", "--business", "tiger", "--json").out
    assert json.loads(said) == {"business": "tiger", "heard": 0, "asked": 0, "questions": {}}
    written = run("understanding", "export", "asked", "--business", "tiger")
    assert written.out == "No text was unclear and then explained by the person.\n"
    assert list((tmp_path / "asked").iterdir()) == []


def test_an_unknown_business(run: Run) -> None:
    assert run("apply", "shop.toml").code == 0
    ended = run("understanding", "report", "--business", "lion")
    assert ended.code != 0
    assert "lion" in ended.err
