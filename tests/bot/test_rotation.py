"""The secret key is changed as docs/operations says: nothing that was handed out, drawn or forgotten changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import SecretStr

from bot.app import assemble
from bot.clock import SystemClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.database import open_database
from bot.vault import Locked, Vault
from flows.engine import Asks
from handlers.actions.api_keys import create_key
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from handlers.engine.seeds import Seeds
from storage.businesses.access import CUSTOMER, Invite, find_key
from storage.businesses.businesses import push_clock
from storage.database.stores import Database
from storage.erasure.erasure import find_erased, scrub_person
from storage.unit import Unit
from tests.bot.commands.commanding import SHOP
from tests.storage.world import NOW, PHONE, queued

OLD, NEW = "o" * 32, "n" * 40
EVERYBODY = [UUID(int=number) for number in range(1000)]
FILE = read_business_file(SHOP, {"BOT": "42:token"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is derived and never kept: who is left alone, which codes people get, and what opens their pages."""

    groups: tuple[UUID, ...]
    codes: tuple[str, ...]
    pages: tuple[str, ...]


def draw(vault: Vault) -> Drawn:
    seeds = Seeds(vault.derive_key("seeds"))
    return Drawn(
        tuple(one for one in EVERYBODY if seeds.fraction("tiger", "recovery", one) < 0.1),
        tuple(seeds.discount_code("tiger", one, "cart", "2") for one in EVERYBODY),
        tuple(seeds.page_token("tiger", one) for one in EVERYBODY),
    )


async def vault_of(url: str, *keys: str) -> Vault:
    """As every command and every process opens it with these keys, the newest first."""
    settings = Settings(database_url=url, secret_key=SecretStr(" ".join(keys)))
    async with open_database(settings) as database:
        return database.vault(settings)


@pytest.fixture(params=["begun by this release", "begun by 0.1.0"])
async def first(request: pytest.FixtureRequest, database: str) -> Vault:
    """With what the business is set up; 0.1.0 kept no root, and derived everything from the key itself."""
    return Vault(OLD) if request.param == "begun by 0.1.0" else await vault_of(database, OLD)


@dataclass(frozen=True, slots=True)
class Handed:
    """What left the house while the old key was in use."""

    key: str
    start: str
    secrets: Mapping[str, str]


async def secrets(store: Database, vault: Vault) -> Mapping[str, str]:
    sealed = await store.read("tiger", lambda unit: unit.businesses.secrets())
    return {name: vault.decrypt(one) for name, one in sealed.items()}


@pytest.fixture
async def handed(store: Database, first: Vault) -> Handed:
    """A business, its owner's start link, a customer's invite, a question to the owner, a key, and somebody erased."""
    (link,) = (await apply_file(CONVERSATIONS, store, FILE, first, NOW, NOW)).links

    async def work(unit: Unit) -> str:
        invite = Invite(first.hash_token("INVITED"), CUSTOMER, None, None, "{}")
        await unit.access.invite(invite, NOW, NOW + timedelta(days=30))
        asks = Asks("confirm", token=first.hash_token("c0ffee"))
        await unit.questions.ask(await queued(unit), asks)
        await scrub_person(unit, await unit.people.resolve([PHONE], NOW), NOW, first.hash_token)
        return await create_key(unit, ("read",), NOW, first)

    key = await store.write("tiger", work)
    return Handed(key, link.url.partition("start=")[2], await secrets(store, first))


@pytest.mark.parametrize("keys", [(OLD,), (NEW, OLD), (OLD, NEW)], ids=["kept", "new and old", "old and new"])
async def test_what_was_handed_out_holds(
    store: Database, database: str, first: Vault, handed: Handed, keys: tuple[str, ...]
) -> None:
    await holds(store, await vault_of(database, *keys), draw(first), handed)


async def test_it_holds_when_the_old_key_is_gone(store: Database, database: str, first: Vault, handed: Handed) -> None:
    await vault_of(database, OLD)
    await vault_of(database, NEW, OLD)
    await holds(store, await vault_of(database, NEW), draw(first), handed)
    with pytest.raises(Locked, match="PARLEY_SECRET_KEY"):
        await vault_of(database, OLD)


async def holds(store: Database, vault: Vault, drawn: Drawn, handed: Handed) -> None:
    """Everything that stands or falls with the key."""
    assert draw(vault) == drawn
    assert await secrets(store, vault) == handed.secrets
    assert (await apply_file(CONVERSATIONS, store, FILE, vault, NOW, NOW, dry_run=True)).changes == ()

    async def work(unit: Unit) -> None:
        assert await find_erased(unit, [PHONE], vault.hashes)
        assert await unit.questions.find_by_token(vault.hash_token("c0ffee"))
        assert await unit.access.use_invite(vault.hash_token("INVITED"), NOW)
        assert await unit.access.use_invite(vault.hash_token(handed.start), NOW)
        assert await find_key(unit, vault.hashes(handed.key))

    await store.write("tiger", work)


async def test_what_the_first_release_made_under_several_keys_holds(store: Database, database: str) -> None:
    """It hashed by the newest key and looked up by all; groups and codes were the newest's."""
    older, newest = Vault(OLD), Vault(f"{NEW} {OLD}")
    await apply_file(CONVERSATIONS, store, FILE, newest, NOW, NOW)

    async def work(unit: Unit) -> str:
        await scrub_person(unit, await unit.people.resolve([PHONE], NOW), NOW, older.hash_token)
        return await create_key(unit, ("read",), NOW, older)

    key = await store.write("tiger", work)
    await vault_of(database, NEW, OLD)
    vault = await vault_of(database, NEW)
    assert draw(vault) == draw(newest)
    assert await store.read("tiger", lambda unit: find_erased(unit, [PHONE], vault.hashes))
    assert await store.read("", lambda unit: find_key(unit, vault.hashes(key)))


async def test_whoever_has_the_key_alone_derives_nothing(database: str) -> None:
    """A key that became known is worth nothing without the database that it opened."""
    vault = await vault_of(database, OLD)
    assert vault.derive_key("seeds") != Vault(OLD).derive_key("seeds")
    assert vault.hash_token("x") != Vault(OLD).hash_token("x")
    assert (await vault_of(database, OLD)).derive_key("seeds") == vault.derive_key("seeds")


async def test_a_service_derives_by_what_the_database_holds(database: str) -> None:
    before = await vault_of(database, OLD)
    await vault_of(database, NEW, OLD)
    settings = Settings(database_url=database, secret_key=SecretStr(NEW))
    service = assemble(settings, SystemClock(), await vault_of(database, NEW))
    tools = service.turns.tools
    assert tools.seeds == Seeds(before.derive_key("seeds"))
    assert tools.token_hash("x") == before.hash_token("x")
    await service.stop()


async def test_a_wrong_key_is_told_and_changes_nothing(store: Database, database: str, handed: Handed) -> None:
    kept = await vault_of(database, OLD)
    with pytest.raises(Locked, match="PARLEY_SECRET_KEY"):
        await vault_of(database, NEW)
    assert draw(await vault_of(database, OLD)) == draw(kept)


async def test_a_sandbox_keeps_what_was_applied_before_it_was_one(store: Database, database: str) -> None:
    """``parley apply``, then ``parley serve --sandbox``: the start links that were printed open."""
    applied = await vault_of(database, OLD)
    await store.write("", lambda unit: push_clock(unit, NOW))
    assert (await vault_of(database, OLD)).hash_token("x") == applied.hash_token("x")


async def test_a_sandbox_plays_the_same_each_time(store: Database, database: str) -> None:
    await store.write("", lambda unit: push_clock(unit, NOW))
    assert draw(await vault_of(database, OLD)) == draw(Vault(OLD))
