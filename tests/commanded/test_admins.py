"""No line of the staff does anything that it does not ask for; most name the command that they mean."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commanded.door import door
from tests.commanded.judging import LINES, TYPED, UNBUILT, Line, Verdict, judge, lines, owners_lines

_DEVELOPMENT = pytest.mark.skipif(not LINES.exists(), reason="the development data is not beside the repository")


@pytest.mark.parametrize(
    ("told", "least"),
    [
        pytest.param(lines, 0.8, id="development-data", marks=_DEVELOPMENT),
        pytest.param(owners_lines, 0.6, id="an-owner-on-her-phone"),
    ],
)
async def test_lines_do_nothing_wrong_and_name_their_command(
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
            wrong += [(verdict, line.label, line.text)] if verdict in {Verdict.ANOTHER, Verdict.WRONGLY_RUN} else []
    assert judged[Verdict.WRONGLY_RUN] == 0, wrong
    assert (judged[Verdict.RIGHT] + judged[Verdict.SUGGESTED]) / judged.total() >= least, (judged, wrong)
