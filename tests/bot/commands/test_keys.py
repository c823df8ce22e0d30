"""API keys from their making to their end: by commands, and at services that run meanwhile."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import PushedClock
from bot.commands.options import load_settings
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.database import open_database
from bot.open_turns import FRESH
from bot.vault import Vault
from bot.web_application import build_application
from handlers.actions.api_keys import create_key, list_keys, revoke_key, rotate_key
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from storage.database.stores import Database
from storage.schema import audit
from storage.unit import Unit
from tests.audited import particulars
from tests.bot.commands.commanding import Run, run
from tests.bot.installed import HEAD, apply, installed
from tests.conftest import START
from tests.handlers.returns.returned import PARCELS
from tests.storage.promotions.promoted import sponsor

__all__ = ["run"]

Client = TestClient[web.Request, web.Application]
DAY = timedelta(days=1)
VAULT = Vault(Settings().require_secret(sandbox=True))


class Watch(PushedClock):
    """Real time is pushed, too."""

    passed = timedelta(0)

    def get_real_time(self) -> datetime:
        return START + self.passed


@pytest.fixture
def watch() -> Watch:
    return Watch(START)


@pytest.fixture
async def services(database: str, watch: Watch) -> AsyncIterator[list[Client]]:
    """Two processes on one database; a SQLite file has one."""
    async with AsyncExitStack() as opened:
        clients: list[Client] = []
        for number in range(1 if database.startswith("sqlite") else 2):
            service = await opened.enter_async_context(installed(Settings(database_url=database), watch))
            if number == 0:
                await apply(service, "")
            clients.append(await opened.enter_async_context(TestClient(TestServer(build_application(service)))))
        yield clients


async def ask(client: Client, key: str) -> tuple[int, str]:
    async with client.get("/api/v1/messages", headers={"Authorization": f"Bearer {key}"}) as answer:
        told = await answer.json()
        return answer.status, told.get("error", {}).get("message", "")


async def make(store: Database, watch: Watch, ends_after: timedelta | None = None) -> tuple[str, UUID]:
    """A key made elsewhere, by a command."""
    now = watch.now()
    key = await store.write("tiger", lambda unit: create_key(unit, ("read",), now, VAULT, ends_after=ends_after))
    (made,) = await store.read("tiger", list_keys)
    return key, made.id


async def test_a_revoked_key_opens_nothing_a_second_later(
    services: list[Client], store: Database, watch: Watch
) -> None:
    key, identity = await make(store, watch)
    watch.passed += FRESH
    assert [await ask(one, key) for one in services] == [(200, "")] * len(services)
    assert await store.write("tiger", lambda unit: revoke_key(unit, identity, watch.now()))
    watch.passed += FRESH
    told = "this API key was revoked; make another one with: parley key create"
    assert [await ask(one, key) for one in services] == [(401, told)] * len(services)
    assert not await store.write("tiger", lambda unit: revoke_key(unit, identity, watch.now()))
    rows = await store.read("tiger", lambda unit: unit.rows(audit.select().order_by(audit.c.id)))
    said = [(row.actor, row.action, particulars(row)) for row in rows if row.action.startswith("key")]
    by = "command line"
    assert said == [
        (by, "key created", f"key {identity} scopes read"),
        (by, "key revoked", f"key {identity}"),
    ]


async def test_a_key_of_another_business_is_not_revoked(services: list[Client], store: Database, watch: Watch) -> None:
    key, identity = await make(store, watch)
    other = read_business_file(HEAD.replace("tiger", "kiln"), {})
    await apply_file(CONVERSATIONS, store, other, VAULT, watch.now(), watch.get_real_time())
    assert not await store.write("kiln", lambda unit: revoke_key(unit, identity, watch.now()))
    watch.passed += FRESH
    assert await ask(services[0], key) == (200, "")


async def test_a_key_ends_by_itself(services: list[Client], store: Database, watch: Watch) -> None:
    key, _ = await make(store, watch, ends_after=90 * DAY)
    watch.passed += FRESH
    watch.push(START + 90 * DAY - timedelta(seconds=1))
    assert await ask(services[0], key) == (200, "")
    watch.push(START + 90 * DAY)
    told = "this API key ended on 2026-05-31; make another one with: parley key create"
    assert [await ask(one, key) for one in services] == [(401, told)] * len(services)


async def test_a_key_takes_the_place_of_another(services: list[Client], store: Database, watch: Watch) -> None:
    old, identity = await make(store, watch)
    new = await store.write("tiger", lambda unit: rotate_key(unit, identity, watch.now(), VAULT, overlap=DAY))
    assert new is not None
    watch.passed += FRESH
    watch.push(START + DAY - timedelta(seconds=1))
    assert [(await ask(services[0], key))[0] for key in (old, new)] == [200, 200]
    watch.push(START + DAY)
    assert [(await ask(one, key))[0] for one in services for key in (old, new)] == [401, 200] * len(services)
    again = await store.write("tiger", lambda unit: rotate_key(unit, identity, watch.now(), VAULT, overlap=DAY))
    assert again is None


@pytest.mark.usefixtures("services")
async def test_a_key_that_ends_sooner_is_not_kept_longer(store: Database, watch: Watch) -> None:
    _, identity = await make(store, watch, ends_after=timedelta(hours=1))
    await store.write("tiger", lambda unit: rotate_key(unit, identity, watch.now(), VAULT, overlap=DAY))
    ends = [key.expires_at for key in await store.read("tiger", list_keys)]
    assert ends == [START + timedelta(hours=1)] * 2


async def test_the_day_of_the_last_use_is_kept(services: list[Client], store: Database, watch: Watch) -> None:
    key, _ = await make(store, watch)
    watch.passed += FRESH
    used = []
    for later in (timedelta(hours=1), timedelta(hours=2), DAY, DAY + timedelta(hours=1)):
        watch.push(START + later)
        for one in services:
            await ask(one, key)
        (made,) = await store.read("tiger", list_keys)
        used.append(made.used_at)
    assert used == [START + timedelta(hours=1)] * 2 + [START + DAY] * 2


def test_keys_are_listed_and_revoked(run: Run) -> None:
    run("apply", "shop.toml")
    assert run("key", "list", "-b", "tiger").out == "there is no key yet: parley key create\n"
    scopes = ("--scope", "events", "--scope", "read")
    key = run("key", "create", "-b", "tiger", *scopes, "--label", "web shop", "--expires", "90d").out
    listed = run("key", "list", "-b", "tiger").out
    identity = listed.split()[0]
    shape = r"[0-9a-f-]{36}  events,read  made \d{4}-\d\d-\d\d  never used  ends \d{4}-\d\d-\d\d  web shop\n"
    assert re.fullmatch(shape, listed)
    assert key.strip() not in listed
    assert run("key", "revoke", identity, "-b", "tiger").out.startswith(f"{identity} is revoked")
    assert "  revoked " in run("key", "list", "-b", "tiger").out
    again = run("key", "revoke", identity, "-b", "tiger")
    assert (again.code, again.out) == (1, "")
    (told,) = json.loads(run("key", "list", "-b", "tiger", "--json").out)["keys"]
    assert (told["id"], told["label"], told["scopes"]) == (identity, "web shop", ["events", "read"])
    assert told["revoked_at"].endswith("Z")
    assert told["last_used_on"] is None


def test_a_key_is_rotated(run: Run) -> None:
    run("apply", "shop.toml")
    old = run("key", "create", "-b", "tiger", "--scope", "events,read", "--label", "web shop").out
    identity = run("key", "list", "-b", "tiger").out.split()[0]
    new = run("key", "rotate", identity, "-b", "tiger", "--overlap", "7d")
    assert re.fullmatch(r"pk_tiger_[A-Za-z0-9_-]{43}\n", new.out)
    assert new.out != old
    first, second = json.loads(run("key", "list", "-b", "tiger", "--json").out)["keys"]
    assert [(one["label"], one["scopes"]) for one in (first, second)] == [("web shop", ["events", "read"])] * 2
    assert (first["id"], first["expires_at"] is None, second["expires_at"]) == (identity, False, None)
    assert run("key", "rotate", str(UUID(int=7)), "-b", "tiger").code == 1
    assert "--overlap" in run("key", "rotate", identity, "-b", "tiger", "--overlap", "soon").err


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["revoke", str(UUID(int=7))], ["rotate", str(UUID(int=7))]],
    ids=["list", "revoke", "rotate"],
)
def test_an_unknown_business_is_told(run: Run, arguments: list[str]) -> None:
    run("migrate")
    ended = run("key", *arguments, "-b", "tigr")
    assert (ended.code, ended.err) == (
        1,
        "parley: no business is applied yet: parley apply FILE.toml\n",
    )


async def test_the_key_of_a_partner_has_no_other_scopes_and_keeps_its_partner(store: Database) -> None:
    async def work(unit: Unit) -> tuple[UUID | None, UUID | None]:
        await unit.businesses.put(PARCELS, START)
        pays = await sponsor(unit)
        for scopes in (["admin"], ["events"], ["read", "admin"]):
            with pytest.raises(ValueError, match="read and write only"):
                await create_key(unit, scopes, START, VAULT, sponsor=pays.id)
        await create_key(unit, ["read", "write"], START, VAULT, sponsor=pays.id)
        (made,) = await list_keys(unit)
        await rotate_key(unit, made.id, START, VAULT, overlap=DAY)
        assert {one.sponsor for one in await list_keys(unit)} == {pays.id}
        return made.sponsor, pays.id

    found, expected = await store.write(PARCELS.id, work)
    assert found == expected


def test_a_key_is_made_for_a_partner_by_its_name(run: Run) -> None:
    run("apply", "shop.toml")

    async def add() -> UUID:
        async with open_database(load_settings()) as opened:
            return (await opened.store.write("tiger", lambda unit: sponsor(unit))).id

    which, create = asyncio.run(add()), ("key", "create", "-b", "tiger", "--scope", "read,write")
    assert run(*create, "--sponsor", "boots & co").out.startswith("pk_tiger_")
    (told,) = json.loads(run("key", "list", "-b", "tiger", "--json").out)["keys"]
    assert told["partner"] == str(which)
    assert "of a partner" in run("key", "list", "-b", "tiger").out
    for wrong in ((*create, "--sponsor", "Nobody"), (*create, "--scope", "admin", "--sponsor", "Boots & Co")):
        assert run(*wrong).code == 2
    assert "tiger has no partner called 'Nobody'" in run(*create, "--sponsor", "Nobody").err.replace("\n", " ")
