"""Every transcript is played on both databases, and on SQLite once more with everything delivered twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts.runner import Story
from tests.transcripts.script import HERE, Script, read
from tests.transcripts.world import world

PLAYS = sorted((HERE / "plays").rglob("*.txt"))


def _names(path: Path) -> str:
    return str(path.relative_to(HERE / "plays").with_suffix(""))


async def _play(script: Script, database: str) -> set[str]:
    async with world(script, database) as here:
        story = Story(here)
        await story.play()
        return await story.seen()


@pytest.mark.parametrize("path", PLAYS, ids=_names)
async def test_transcript(path: Path, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await _play(read(path), database)
