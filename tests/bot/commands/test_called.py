"""How a command names the next one: so that it can be typed as it stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.commands.called import as_called, name_command


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The command in a virtual environment below the directory in which somebody types."""
    command = tmp_path / ".venv" / "bin" / "parley"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    return command


def test_by_its_path_where_the_shell_does_not_find_it(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.chdir(tmp_path)
    assert name_command(str(installed)) == ".venv/bin/parley"
    assert name_command(".venv/bin/parley") == ".venv/bin/parley"
    assert name_command(str(installed), here=tmp_path / "elsewhere") == str(installed)
    monkeypatch.setattr("sys.argv", [".venv/bin/parley", "init"])
    assert as_called("next: parley serve; parley doctor checks") == (
        "next: .venv/bin/parley serve; .venv/bin/parley doctor checks"
    )
    assert as_called("Written by parley initially, parley: no") == "Written by parley initially, parley: no"


def test_by_its_name_where_the_shell_finds_it(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    assert name_command(str(installed)) == "parley"
    assert name_command("parley") == "parley"
    assert name_command("/usr/bin/python/bot/__main__.py") == "parley"
