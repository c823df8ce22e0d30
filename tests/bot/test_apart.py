"""A program that runs in a process of its own: its answer, its limits, its end."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.separate_process import Apart, Program

MEMORY = 100 * 2**20


def apart(folder: Path, code: str, *, longest: float = 15.0, at_once: int = 1) -> Apart:
    program = folder / "program.py"
    program.write_text(code)
    return Apart(Program(program, MEMORY, 5), at_once, longest_wait=15.0, longest=longest)


async def test_it_answers_what_it_was_told(tmp_path: Path) -> None:
    echo = "import sys\nsys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])\n"
    assert await apart(tmp_path, echo).answer(b"abc") == b"cba"


async def test_one_that_ends_by_itself_is_not_ended_once_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """asyncio warned of a process that it did not know any more."""
    with caplog.at_level(logging.WARNING, "asyncio"):
        several = apart(tmp_path, "import sys\nsys.stdout.buffer.write(bytes(60_000))\n", at_once=4)
        await asyncio.gather(*(several.answer(b"") for _ in range(40)))
    assert caplog.messages == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("raise SystemExit(1)", id="gives up"),
        pytest.param("import os; os.abort()", id="dies"),
        pytest.param("no python at all", id="is none"),
        pytest.param("bytes(200 * 2**20)", id="wants more memory than there is"),
        pytest.param(
            "import os\nos.write(os.open(f'{__file__}.txt', os.O_CREAT | os.O_WRONLY), b'x')", id="writes a file"
        ),
        pytest.param("import time\ntime.sleep(60)", id="takes its time"),
    ],
)
async def test_without_an_answer_there_is_none(tmp_path: Path, code: str) -> None:
    longest = 0.5 if "sleep" in code else 15.0
    said = await apart(tmp_path, f"{code}\nprint('done')\n", longest=longest).answer(b"told")
    assert said == b""
