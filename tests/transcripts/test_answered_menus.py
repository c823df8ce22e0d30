"""An answered list on Telegram has no buttons any more, and shows the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts.runner import Story
from tests.transcripts.script import HERE, read
from tests.transcripts.world import world

PLAY = HERE / "plays/sourcing/ordered_by_taps.txt"


async def test_a_press_takes_the_buttons_away(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with world(read(PLAY), database) as here:
        await Story(here).play()
        assert here.telegram is not None
        lists = [one for one in here.telegram.messages if "\n✓ " in one.text]
        answers = [one.text.rpartition("\n")[2] for one in lists]
        assert answers[:3] == ["✓ Tiger Shorts", "✓ L", "✓ Change"]
        assert answers[-1] == "✓ Yes, order it"
        assert [one.keys for one in lists] == [[] for _ in lists]
