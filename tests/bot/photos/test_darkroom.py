"""A picture is opened in a process of its own, which ends with its time and its memory, and knows nothing of ours."""

from __future__ import annotations

import asyncio
import sys
from ast import literal_eval
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from bot.photos.photo_calls import Darkroom
from bot.photos.photo_development import NoPhoto, read_made_photo
from tests.bot.photos.pictures import bomb, opened, picture, scans
from tests.processes.waiting import PATIENCE, until


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """In place of the program: on no machine is it ever done."""
    program = tmp_path / "developing.py"
    program.write_text("import signal\nwhile True: signal.pause()\n")
    return program


def children() -> set[str]:
    """Those of this process; a thread may end while it is asked for its own."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):
            found.update((task / "children").read_text().split())
    return found


async def test_what_comes_back() -> None:
    made = await Darkroom().develop(picture(4_000, 3_000))
    assert (made.width, made.height, made.sha) == (1_600, 1_200, sha256(made.body).hexdigest())
    assert opened(made.body).size == (1_600, 1_200)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"a bill", "kind", id="text"),
        pytest.param(b"", "kind", id="nothing"),
        pytest.param(bomb(9_000), "pixels", id="bomb"),
        pytest.param(picture()[:300], "broken", id="cut"),
        pytest.param(scans(20_000), "broken", id="scans"),
        pytest.param(bytes(30 * 2**20), "kind", id="more than is read"),
    ],
)
async def test_a_plain_no(body: bytes, code: str) -> None:
    with pytest.raises(NoPhoto) as no:
        await Darkroom().develop(body)
    assert no.value.code == code


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
async def test_more_memory_than_there_is() -> None:
    """24 million pixels of a WebP are half a gigabyte at once."""
    with pytest.raises(NoPhoto):
        await Darkroom().develop(picture(6_000, 4_000, kind="WEBP"))


async def test_the_time_it_gets_ends_it(endless: Path) -> None:
    before = children()
    with pytest.raises(NoPhoto, match="broken"):
        await Darkroom(longest=0.3, program=endless).develop(b"x")
    assert children() == before, "it is gone, and not only given up"


async def test_who_gives_up_leaves_nothing_behind(endless: Path) -> None:
    before = children()
    task = asyncio.create_task(Darkroom(longest=PATIENCE, program=endless).develop(b"x"))

    async def begun() -> bool:
        return children() != before

    await until("the process", begun)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == before


async def test_who_waits_too_long_for_a_place_comes_again(endless: Path) -> None:
    room = Darkroom(longest_wait=0.05, longest=0.5, program=endless)
    for _ in ("at first", "when the places are free again"):
        tasks = [asyncio.create_task(room.develop(b"x")) for _ in range(4)]
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert sorted(type(one).__name__ for one in ends) == ["Busy", "Busy", "NoPhoto", "NoPhoto"]


async def test_it_sees_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is, in place of the program: its surroundings and its folder."""
    told_by = tmp_path / "developing.py"
    told_by.write_text(
        "import os, sys\n"
        "said = [sorted(os.environ), os.getcwd(), sys.path[0]]\n"
        "sys.stdout.buffer.write(b'1 1\\n' + repr(said).encode())\n"
    )
    monkeypatch.setenv("PARLEY_SECRET_KEY", "s" * 64)
    said = (await Darkroom(program=told_by).develop(b"x")).body
    names, folder, first = literal_eval(said.decode())
    assert "PARLEY_SECRET_KEY" not in names
    assert set(names) <= {"LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"}
    assert folder == "/"
    assert str(tmp_path) not in first


async def test_one_that_never_stops_talking_is_not_listened_to(tmp_path: Path) -> None:
    endless = tmp_path / "developing.py"
    endless.write_text("import sys\nwhile True: sys.stdout.buffer.write(bytes(2**16))\n")
    with pytest.raises(NoPhoto, match="broken"):
        await Darkroom(program=endless).develop(b"x")


@pytest.mark.parametrize("said", [b"", b"no", b"Traceback", b"99999 1\nx", b"-1 2\n", b"\xff\xfe"])
def test_what_it_never_says_is_no_photo(said: bytes) -> None:
    with pytest.raises(NoPhoto, match="broken"):
        read_made_photo(said)
