"""The lines of the data are read as they are labelled, and nothing is run that they do not ask for."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commanded.door import door
from tests.commanded.judging import LINES, TYPED, UNBUILT, Line, Verdict, judge, lines, owners_lines

LEAST = 0.98
"""Of the lines whose command there is; docs/understanding.md says what the others lack."""
_DEVELOPMENT = pytest.mark.skipif(not LINES.exists(), reason="the development data is not beside the repository")


@pytest.mark.parametrize(
    ("told", "least"),
    [
        pytest.param(lines, LEAST, id="development-data", marks=_DEVELOPMENT),
        pytest.param(owners_lines, 0.96, id="an-owner-on-her-phone"),
    ],
)
async def test_lines_are_read_as_they_are_labelled(
    migrated_file: Path, tmp_path: Path, told: Callable[[], list[Line]], least: float
) -> None:
    judged = Counter[Verdict]()
    wrong: list[tuple[Verdict, str, str]] = []
    async with door(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}") as here:
        for line in told():
            verdict = judge(line, await here.hear(line.text, line.status))
            if line.label in UNBUILT or line.label.startswith(TYPED):
                assert verdict is not Verdict.WRONGLY_RUN, line.text
                continue
            judged[verdict] += 1
            wrong += [] if verdict is Verdict.RIGHT else [(verdict, line.label, line.text)]
    assert judged[Verdict.WRONGLY_RUN] == 0, wrong
    assert judged[Verdict.RIGHT] / judged.total() >= least, wrong
