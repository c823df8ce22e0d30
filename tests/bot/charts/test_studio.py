"""A chart is drawn in a process of its own; where that fails there is no chart, and no fault."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.charts.chart_studio import Studio
from flows.charts.chart import Bars, Chart, Theme
from tests.bot.charts.samples import FUNNEL, GOOD, NOTHING, REVENUE, VARIANTS, opened, painted
from tests.processes.waiting import PATIENCE

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("theme", Theme)
async def test_the_picture_is_what_is_painted(theme: Theme) -> None:
    studio = Studio(longest=PATIENCE)
    for chart in GOOD.values():
        png = await studio.draw(chart, theme)
        assert png is not None
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert opened(png).tobytes() == painted(chart, theme).tobytes()


@pytest.mark.parametrize("chart", NOTHING.values(), ids=NOTHING.keys())
async def test_what_shows_nothing_begins_no_process(chart: Chart) -> None:
    assert await Studio(program=Path("/nowhere.py"), longest_wait=0).draw(chart) is None


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("raise ModuleNotFoundError('PIL')", id="Pillow is missing"),
        pytest.param("import os; os.abort()", id="dies"),
        pytest.param("print('no picture')", id="says something else"),
        pytest.param("import sys; sys.stdout.buffer.write(b'\\x89PNG\\r\\n\\x1a\\n' + bytes(99))", id="half a picture"),
        pytest.param("bytes(2**29)", id="wants more memory than there is"),
        pytest.param("import signal\nwhile True: signal.pause()", id="takes too long"),
    ],
)
async def test_a_process_that_fails_gives_no_chart(tmp_path: Path, code: str) -> None:
    program = tmp_path / "painting.py"
    program.write_text(code)
    longest = 0.3 if "pause" in code else 15.0
    assert await Studio(longest=longest, program=program).draw(VARIANTS) is None


async def test_a_program_that_is_not_there_gives_no_chart() -> None:
    assert await Studio(program=Path("/nowhere.py")).draw(VARIANTS) is None


async def test_who_waits_too_long_for_a_turn_gets_no_chart(tmp_path: Path) -> None:
    program = tmp_path / "painting.py"
    program.write_text("import signal\nwhile True: signal.pause()\n")
    studio = Studio(longest_wait=0.05, longest=0.5, program=program)
    assert await asyncio.gather(*(studio.draw(VARIANTS) for _ in range(3))) == [None] * 3


async def test_several_are_drawn_one_after_the_other() -> None:
    studio = Studio(longest_wait=PATIENCE, longest=PATIENCE)
    pictures = await asyncio.gather(*(studio.draw(chart) for chart in (VARIANTS, REVENUE, FUNNEL)))
    assert [picture is not None for picture in pictures] == [True] * 3


async def test_a_text_that_is_a_megabyte_is_a_label_like_another() -> None:
    big = Bars("x" * 2**20, VARIANTS.rows, "y" * 2**20)
    assert await Studio(longest=PATIENCE).draw(big) is not None


def test_the_service_itself_loads_no_library_of_pictures() -> None:
    asked = "import bot.charts.chart_studio, sys; print('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True).stdout == "False\n"
