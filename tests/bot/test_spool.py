"""The spool by itself: in order, once, through crashes, full disks and news that nobody can use."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.conversations import EVENTS
from bot.spool import BESIDE, Full, Spool
from bot.spool_files import Garbled, SpoolInUse, decode, encode
from handlers.people.inbound_event import InboundEvent
from tests.bot.spooling import SHOP, Shelf, StillClock, fill, news, numbered
from tests.cases import each

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def spool(folder: Path) -> AsyncIterator[Spool]:
    opened = Spool(folder, StillClock(), EVENTS)
    yield opened
    await opened.close()


async def reopened(spool: Spool, folder: Path) -> Spool:
    """The next process: the files stay as a crash would leave them."""
    await spool.close()
    return Spool(folder, StillClock(), EVENTS)


def sizes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.spool"))


def modes(folder: Path) -> dict[str, int]:
    return {file.suffix: file.stat().st_mode & 0o777 for file in [folder, *folder.iterdir()] if file.name != "lock"}


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name not in {"lock", BESIDE})


class TestRecord:
    """One line says all that was read."""

    @given(
        st.builds(InboundEvent, WORDS, WORDS, st.builds(lambda t: news("SM1", t).event, WORDS), st.binary() | st.none())
    )
    def test_comes_back_as_it_was(self, told: InboundEvent) -> None:
        line = encode(SHOP, told)
        assert line.count(b"\n") == 1
        assert decode(line, EVENTS) == (SHOP, replace(told, kept=True))

    def test_of_what_could_not_be_read_has_its_bytes_and_its_reason(self) -> None:
        told = InboundEvent("shopify", "7", None, b"\x00\xff{", "not JSON")
        assert decode(encode(SHOP, told), EVENTS) == (SHOP, replace(told, kept=True))

    @each(
        "line",
        [
            b"\n",
            b"null\n",
            b"\x00" * 30 + b"\n",
            b'{"business": "kiln"}\n',
            encode(SHOP, news("SM1"))[:-9] + b"\n",
            encode(SHOP, news("SM1")).replace(b"message.received", b"message.foreseen"),
            encode(SHOP, news("SM1")).replace(b"occurred_at", b"happened_at"),
            encode(SHOP, news("SM1", raw=b"abc")).replace(b"YWJj", b"YWJ"),
        ],
        ids=["empty", "null", "zeros", "half", "cut", "unknown type", "other shape", "raw is not base64"],
    )
    def test_that_cannot_be_used_is_garbled(self, line: bytes) -> None:
        with pytest.raises(Garbled):
            decode(line, EVENTS)

    def test_garbled_tells_nothing_of_what_it_holds(self) -> None:
        with pytest.raises(Garbled, match=r"^ValidationError$"):
            decode(encode(SHOP, news("SM1", "secret")).replace(b"occurred_at", b"happened_at"), EVENTS)


class TestOrder:
    """In order of arrival, and only then is it empty."""

    async def test_an_empty_spool_waits_for_nothing(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        assert (spool.waiting, spool.size, await spool.replay(shelf.put)) == (False, 0, 0)
        assert files(folder) == []

    async def test_all_is_replayed_in_order_and_leaves_no_file(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        await fill(spool, numbered(20))
        assert spool.waiting
        assert spool.size == sizes(folder)
        assert await spool.replay(shelf.put) == 20
        assert shelf.ids == numbered(20)
        assert (spool.waiting, spool.size, files(folder)) == (False, 0, [])

    async def test_it_waits_from_the_moment_of_the_call(self, spool: Spool) -> None:
        writing = asyncio.create_task(spool.append(SHOP, news("SM1")))
        await asyncio.sleep(0)
        assert spool.waiting
        await writing

    async def test_who_come_together_keep_their_order_and_share_files(
        self, spool: Spool, shelf: Shelf, folder: Path
    ) -> None:
        await asyncio.gather(*(spool.append(SHOP, news(name)) for name in numbered(200)))
        assert len(files(folder)) == 1
        await spool.replay(shelf.put)
        assert shelf.ids == numbered(200)

    async def test_threads_that_hang_hold_up_no_answer(self, spool: Spool) -> None:
        """Others keep every thread of the loop's pool, as questions for a host's name do where nobody answers."""
        free, loop = threading.Event(), asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        hanging = loop.run_in_executor(None, free.wait)
        try:
            await asyncio.wait_for(spool.append(SHOP, news("SM1")), 10)
        finally:
            free.set()
            await hanging

    async def test_a_cancelled_caller_does_not_stop_the_others(self, spool: Spool, shelf: Shelf) -> None:
        impatient, patient = (asyncio.create_task(spool.append(SHOP, news(name))) for name in numbered(2))
        await asyncio.sleep(0)
        impatient.cancel()
        await patient
        await spool.replay(shelf.put)
        assert shelf.ids == numbered(2)

    async def test_a_database_that_goes_away_again_stops_it_and_keeps_the_rest(
        self, spool: Spool, shelf: Shelf
    ) -> None:
        await fill(spool, numbered(10))
        shelf.takes = 4
        assert await spool.replay(shelf.put) == 4
        assert spool.waiting
        shelf.takes = None
        shelf.shut = False
        assert await spool.replay(shelf.put) == 6
        assert (shelf.ids, shelf.put_count) == (numbered(10), 10)

    async def test_what_arrives_during_a_replay_comes_last(self, spool: Spool, shelf: Shelf) -> None:
        await fill(spool, numbered(3))

        async def put(records: Sequence[tuple[str, InboundEvent]]) -> int:
            stored = await shelf.put(records[:1])
            if len(shelf.ids) <= 3:
                await spool.append(SHOP, news(f"SM01{len(shelf.ids)}"))
            return stored

        assert await spool.replay(put) == 6
        assert shelf.ids == [*numbered(3), "SM011", "SM012", "SM013"]
        assert not spool.waiting

    async def test_two_replays_at_once_put_nothing_twice(self, spool: Spool, shelf: Shelf) -> None:
        await fill(spool, numbered(30))
        assert sorted(await asyncio.gather(spool.replay(shelf.put), spool.replay(shelf.put))) == [0, 30]
        assert shelf.put_count == 30

    @settings(max_examples=20)
    @given(st.lists(st.sampled_from(["append", "together", "replay", "stop early", "crash", "crash in replay"])))
    async def test_whatever_happens_nothing_is_lost_or_overtakes(self, steps: list[str]) -> None:
        with TemporaryDirectory() as place:
            spool, shelf, sent = Spool(Path(place), StillClock(), EVENTS), Shelf(), 0
            for step in steps:
                count = {"append": 1, "together": 3}.get(step, 0)
                await asyncio.gather(*(spool.append(SHOP, news(name)) for name in numbered(count, sent)))
                sent += count
                shelf.takes = 2 if step in {"stop early", "crash in replay"} else None
                shelf.shut = False
                if "replay" in step or step == "stop early":
                    await spool.replay(shelf.put)
                if step.startswith("crash"):
                    spool = await reopened(spool, Path(place))
            shelf.takes, shelf.shut = None, False
            await spool.replay(shelf.put)
            await spool.close()
            assert shelf.ids == numbered(sent)
            assert files(Path(place)) == []


class TestTakeOver:
    """One process owns a folder; the next one goes on where it died."""

    def test_a_killed_writer_loses_nothing_it_answered(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.bot.spooling", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as writer:
            assert writer.stdout is not None
            answered = [writer.stdout.readline().strip() for _ in range(60)]
            with pytest.raises(SpoolInUse, match=f"Parley is already running here: process {writer.pid} holds "):
                Spool(folder, StillClock(), EVENTS)
            writer.kill()
            answered += writer.stdout.read().split()
        shelf = Shelf()

        async def take_over() -> None:
            spool = Spool(folder, StillClock(), EVENTS)
            assert spool.waiting
            await spool.append(SHOP, news("SM9999"))
            await spool.replay(shelf.put)
            await spool.close()

        asyncio.run(take_over())
        # The last one may be safe on the disk without having been told so.
        assert shelf.ids[: len(answered)] == answered == numbered(len(answered))
        assert len(shelf.ids) - len(answered) in {1, 2}
        assert shelf.ids[-1] == "SM9999"

    async def test_a_crash_before_the_file_is_removed_repeats_it(
        self, spool: Spool, shelf: Shelf, folder: Path, tmp_path: Path
    ) -> None:
        await fill(spool, numbered(5))
        (kept,) = files(folder)
        lines = (folder / kept).read_bytes()
        await spool.replay(shelf.put)
        (folder / kept).write_bytes(lines)
        after = await reopened(spool, folder)
        assert await after.replay(shelf.put) == 5
        assert (shelf.ids, shelf.put_count) == (numbered(5), 10)
        await after.close()

    async def test_a_torn_last_line_is_skipped(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        await fill(spool, numbered(3))
        with (folder / files(folder)[0]).open("ab") as file:
            file.write(encode(SHOP, news("SM0003"))[:-20])
        after = await reopened(spool, folder)
        await fill(after, ["SM0004"])
        with capture_logs() as logs:
            assert await after.replay(shelf.put) == 4
        assert [entry["event"] for entry in logs] == ["torn record skipped"]
        assert shelf.ids == [*numbered(3), "SM0004"]
        assert files(folder) == []
        await after.close()

    async def test_a_closed_spool_takes_nothing_more(self, spool: Spool) -> None:
        await spool.close()
        with pytest.raises(Full, match="stopping"):
            await spool.append(SHOP, news("SM1"))

    async def test_a_file_that_somebody_took_away_blocks_nobody(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        await fill(spool, numbered(2))
        (folder / files(folder)[0]).unlink()
        assert await spool.replay(shelf.put) == 0
        assert not spool.waiting

    async def test_nobody_else_may_read_it(self, spool: Spool, folder: Path) -> None:
        mask = os.umask(0)
        try:
            await fill(spool, numbered(1))
            await spool.append("gone", news("SM1"))
            await spool.replay(Shelf().put)
            await fill(spool, numbered(1))
        finally:
            os.umask(mask)
        assert modes(folder) == {"": 0o700, ".refused": 0o600, ".spool": 0o600}


class TestRefused:
    """What cannot be stored is kept, told, and in nobody's way."""

    async def test_an_unknown_business_is_kept_aside(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        await fill(spool, numbered(1))
        await spool.append("gone", news("SM7"))
        await fill(spool, numbered(1, 1))
        with capture_logs() as logs:
            assert await spool.replay(shelf.put) == 2
        assert [(entry["event"], entry["reason"]) for entry in logs] == [("record refused", "no business 'gone'")]
        assert shelf.ids == numbered(2)
        (aside,) = files(folder)
        assert aside.endswith(".spool.refused")
        assert decode((folder / aside).read_bytes(), EVENTS) == ("gone", replace(news("SM7"), kept=True))
        assert not spool.waiting

    async def test_a_whole_line_that_is_no_record_is_kept_aside(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        await fill(spool, numbered(1))
        with (folder / files(folder)[0]).open("ab") as file:
            file.write(b"Dear spool,\n")
        assert await spool.replay(shelf.put) == 1
        (aside,) = files(folder)
        assert (folder / aside).read_bytes() == b"Dear spool,\n"

    async def test_what_fails_five_times_is_kept_aside(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        await fill(spool, numbered(3))
        shelf.poison = {"SM0001"}
        with capture_logs() as logs:
            assert [await spool.replay(shelf.put) for _ in range(5)] == [1, 0, 0, 0, 1]
        assert [entry["event"] for entry in logs] == ["replay failed"] * 5 + ["record refused"]
        assert "SM0001" not in str(logs)
        assert shelf.ids == ["SM0000", "SM0002"]
        assert len(files(folder)) == 1

    async def test_names_are_not_used_again(self, spool: Spool, shelf: Shelf, folder: Path) -> None:
        for name in numbered(2):
            await spool.append("gone", news(name))
            await spool.replay(shelf.put)
            spool = await reopened(spool, folder)
        assert files(folder) == ["00000001.spool.refused", "00000002.spool.refused"]
        await spool.close()


class TestFull:
    """It says no in time, and is what it was."""

    async def test_over_its_limit_it_refuses_and_has_room_again_later(self, folder: Path, shelf: Shelf) -> None:
        spool = Spool(folder, StillClock(), EVENTS, limit=3 * len(encode(SHOP, news("SM0000"))))
        await fill(spool, numbered(3))
        with pytest.raises(Full, match="the spool is full"):
            await spool.append(SHOP, news("SM0003"))
        await spool.replay(shelf.put)
        await fill(spool, numbered(1, 3))
        await spool.replay(shelf.put)
        assert shelf.ids == numbered(4)
        await spool.close()

    async def test_those_who_wait_count_too(self, folder: Path) -> None:
        spool = Spool(folder, StillClock(), EVENTS, limit=3 * len(encode(SHOP, news("SM0000"))))
        told = await asyncio.gather(*(spool.append(SHOP, news(n)) for n in numbered(5)), return_exceptions=True)
        assert [type(one) for one in told] == [type(None)] * 3 + [Full] * 2
        await spool.close()

    @pytest.mark.parametrize("before", [0, 2], ids=["an empty spool", "one that waits"])
    async def test_a_disk_that_takes_only_half_a_line_takes_none(
        self, spool: Spool, shelf: Shelf, folder: Path, before: int
    ) -> None:
        await fill(spool, numbered(before))
        size = spool.size
        # What pytest captures goes into files too, so nothing is logged meanwhile.
        with capture_logs(), disk_of(size + 100), pytest.raises(Full, match="the disk did not accept it"):
            await spool.append(SHOP, news("SM0777"))
        assert (spool.size, spool.waiting) == (size, before > 0)
        assert sizes(folder) == size
        await fill(spool, numbered(1, before))
        await spool.replay(shelf.put)
        assert shelf.ids == numbered(before + 1)


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond this size, in bytes: the system then takes a part of a write, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
