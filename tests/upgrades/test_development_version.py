"""A database of before 0.1.0: its version is called like that of the release, and its tables are others.

Such a database is refused wherever it is opened, with words that tell what differs and what to do, and not a byte of it
changes: a service on it would answer STOP with 500.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from storage import migrate as steps
from storage import upgrading, version
from tests.bot.commanding import Run, run
from tests.upgrades.stored import HERE, execute, file_of, fresh

__all__ = ["run"]


@pytest.fixture
async def development(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database as the steps made it before the first of them was frozen."""
    async with fresh(server, tmp_path) as url:
        kind = url.partition(":")[0]
        await execute(url, gzip.decompress((HERE / f"development.{kind}.sql.gz").read_bytes()).decode())
        yield url


async def test_its_version_is_called_like_the_releases(development: str) -> None:
    assert await version.version(development) == "0001"


@pytest.mark.parametrize("touch", [upgrading.check, upgrading.bring_up, steps.migrate])
async def test_nothing_takes_it_for_its_own(development: str, touch: Callable[[str], Awaitable[object]]) -> None:
    with pytest.raises(version.OtherVersion, match=r"contacts\.writes is missing.*PARLEY_DATABASE_URL") as refused:
        await touch(development)
    assert "development version" in str(refused.value)
    assert await version.version(development) == "0001"


def _bytes(url: str) -> bytes:
    file = file_of(url)
    return file.read_bytes() if file else b""


def _copies(folder: Path) -> list[Path]:
    return list(folder.glob("*.before-*"))


@pytest.mark.parametrize(
    "arguments",
    [["serve"], ["serve", "--migrate"], ["serve", "--sandbox"], ["migrate"], ["apply", "shop.toml"], ["parked"]],
    ids=" ".join,
)
async def test_no_command_opens_it(
    development: str, run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = _bytes(development)
    monkeypatch.setenv("PARLEY_DATABASE_URL", development)
    ended = await asyncio.to_thread(run, *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1), ended.err
    assert "contacts.writes is missing" in ended.err
    assert ended.err.endswith("name another database in PARLEY_DATABASE_URL\n")
    assert _bytes(development) == before
    assert not _copies(tmp_path)


async def test_the_doctor_says_so(development: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", development)
    ended = await asyncio.to_thread(run, "doctor")
    assert ended.code == 1
    assert "do  the database cannot be used: the database calls itself 0001" in ended.out
    assert "contacts.writes is missing" in ended.out


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_no_worker_helps_it(development: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", development)
    ended = await asyncio.to_thread(run, "worker")
    assert (ended.code, ended.out, "contacts.writes is missing" in ended.err) == (1, "", True)
