"""Databases of development versions, which no step leads on from, are refused, and not a byte of them changes.

The message names the differences and what to do; a service on such a database would answer STOP with 500. Before 0.1.0
a development version was called like the release, with other tables. Between 0.1.0 and 0.2.0 there were the steps 0002
to 0058, which 0.2.0 has as one.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import migrate as steps
from storage.database import schema_version, startup_upgrade
from storage.migrations.generate import name_next_revision
from storage.schema import businesses
from tests.bot.commands.commanding import Run, run
from tests.upgrades.stored import HERE, bring_to, connected, execute, file_of, fresh, rows_of

__all__ = ["run"]


@pytest.fixture
async def development(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database as the steps made it before the first of them was frozen."""
    async with fresh(server, tmp_path) as url:
        kind = url.partition(":")[0]
        await execute(url, gzip.decompress((HERE / f"development.{kind}.sql.gz").read_bytes()).decode())
        yield url


async def test_its_version_is_called_like_the_releases(development: str) -> None:
    assert await schema_version.read_version(development) == "0001"


@pytest.mark.parametrize("touch", [startup_upgrade.check, startup_upgrade.bring_up, steps.migrate])
async def test_nothing_takes_it_for_its_own(development: str, touch: Callable[[str], Awaitable[object]]) -> None:
    with pytest.raises(
        schema_version.OtherVersion, match=r"contacts\.writes is missing.*PARLEY_DATABASE_URL"
    ) as refused:
        await touch(development)
    assert "development version" in str(refused.value)
    assert await schema_version.read_version(development) == "0001"


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
    assert "do  the database cannot be used: the database says it is 0001" in ended.out
    assert "contacts.writes is missing" in ended.out


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_no_worker_helps_it(development: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", development)
    ended = await asyncio.to_thread(run, "worker")
    assert (ended.code, ended.out, "contacts.writes is missing" in ended.err) == (1, "", True)


@pytest.fixture
async def final(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database with the tables of 0.2.0 and a business, from the last development version before it."""
    async with fresh(server, tmp_path) as url:
        await bring_to(url, schema_version.RELEASE_0_2_0)
        async with connected(url) as connection:
            at = datetime(2026, 3, 1, tzinfo=UTC)
            await connection.execute(businesses.insert().values(id="tiger", settings="{}", created_at=at))
        await _call(url, schema_version.LAST_DEVELOPMENT)
        yield url


async def _call(url: str, revision: str) -> None:
    await execute(url, f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608 - of this test alone


async def test_the_last_one_before_0_2_0_is_renamed_and_served(final: str) -> None:
    before = await rows_of(final)
    with pytest.raises(schema_version.OtherVersion, match=r"at 0058, this program needs .*: parley migrate"):
        await startup_upgrade.check(final)
    assert (await steps.migrate(final)).steps[0] == schema_version.RELEASE_0_2_0
    await startup_upgrade.check(final)
    after = await rows_of(final)
    assert {table: after[table] for table in before} == before
    assert await steps.migrate(final) == schema_version.Upgrade([], None)


@pytest.mark.parametrize("touch", [startup_upgrade.check, startup_upgrade.bring_up, steps.migrate])
async def test_the_last_one_with_other_tables_is_refused(final: str, touch: Callable[[str], Awaitable[object]]) -> None:
    await execute(final, "DROP TABLE session_menus")
    with pytest.raises(
        schema_version.OtherVersion, match=r"says it is 0058.*session_menus is missing.*of commit 0cfd395"
    ) as told:
        await touch(final)
    assert str(told.value).endswith("name another database in PARLEY_DATABASE_URL")
    assert await schema_version.read_version(final) == "0058"


@pytest.mark.parametrize("touch", [startup_upgrade.check, startup_upgrade.bring_up, steps.migrate])
async def test_one_at_a_step_between_is_refused(
    server: str | None, tmp_path: Path, touch: Callable[[str], Awaitable[object]]
) -> None:
    """Step 0002 of then is called like that of the release; the others have names that no release has."""
    async with fresh(server, tmp_path) as url:
        await bring_to(url, "0001")
        await execute(url, "ALTER TABLE addresses ADD COLUMN told_by VARCHAR")
        before = await rows_of(url)
        for number in (*range(3, 58), 2):
            await _call(url, f"{number:04d}")
            with pytest.raises(schema_version.OtherVersion, match=f"{number:04d}.*parley migrate` of commit 0cfd395"):
                await touch(url)
            assert await schema_version.read_version(url) == f"{number:04d}"
        assert await rows_of(url) == before


def test_the_next_step_takes_none_of_their_names() -> None:
    assert [name_next_revision(last) for last in ("0002", "0059")] == ["0059", "0060"]
