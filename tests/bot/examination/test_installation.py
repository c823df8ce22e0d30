"""What the doctor finds of the installation itself: its key, its database, its settings, its clock and its spools."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import PushedClock, SystemClock
from bot.config import Settings
from bot.doctor import examine
from bot.examination.doctor_finding import Finding
from bot.examination.installation_checks import check_database, check_settings
from bot.ids import Ids
from bot.vault import Vault
from bot.web.health_routes import derive_metrics_token
from storage.businesses import service_operations
from storage.businesses.businesses import push_clock
from storage.database.stores import Database
from storage.events import spools
from storage.people.people import Identity
from storage.unit import Unit
from tests.bot.examination.installation import KEY, OWNER, PUBLIC, SIMULATED, Installation
from tests.bot.installed import TELEGRAM
from tests.conftest import START
from tests.providers.telegram import TelegramStand
from tests.storage.world import message


async def test_all_is_well(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url, public_url=None)
    await shop.apply(TELEGRAM + SIMULATED + OWNER)
    found = await shop.examine()
    assert [one.text for one in found if not one.ok] == []
    told = "\n".join(one.text for one in found)
    for part in (
        "has the right version",
        "zone data",
        "all credentials open",
        "bot @",
        "is polled",
        "sms is simulated",
    ):
        assert part in told
    assert derive_metrics_token(Vault(KEY)) not in told, "lines of the doctor are pasted into questions for help"
    assert "tiger: 1 member of the staff linked" in told
    assert "tiger: nothing is stuck" in told


async def test_nobody_yet(shop: Installation) -> None:
    assert await shop.to_do() == ["no business is applied yet: parley apply FILE.toml"]
    found = await shop.examine(business="lion")
    assert found[-1] == Finding(False, "no business is applied yet: parley apply FILE.toml")
    await shop.apply(SIMULATED)
    found = await shop.examine(business="lion")
    assert found[-1] == Finding(False, "there is no business 'lion'; there is tiger")


async def test_no_key(shop: Installation) -> None:
    shop.reach(secret_key=None)
    assert await shop.to_do() == ["PARLEY_SECRET_KEY is not set: use the value from when the business was applied"]


async def test_no_key_in_a_sandbox(shop: Installation) -> None:
    await shop.store.write("", lambda unit: push_clock(unit, START))
    shop.reach(secret_key=None)
    assert await shop.to_do() == ["no business is applied yet: parley apply FILE.toml"]


async def test_no_database(tmp_path: Path) -> None:
    found = await examine(Settings(database_url=f"sqlite:///{tmp_path}/none.db"), None, False)
    assert not found[-1].ok
    assert "parley migrate makes it" in found[-1].text


async def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "parley.db").write_bytes(b"not a database, only some words" * 300)
    found = await examine(Settings(database_url=f"sqlite:///{tmp_path}/parley.db"), None, False)
    assert found[-1] == Finding(False, "the database cannot be used: file is not a database")


async def test_a_server_that_is_away() -> None:
    found = await examine(Settings(database_url="postgresql://parley:pass-w0rd@127.0.0.1:1/parley"), None, False)
    assert found[-1].text.startswith("the database cannot be used: ")
    assert "pass-w0rd" not in str(found)


@pytest.mark.parametrize(
    ("public", "zones", "to_do"),
    [
        pytest.param(None, "2026.6", [], id="no address"),
        pytest.param(PUBLIC, "2027.1", [], id="as it should be"),
        pytest.param("http://parley.example", "2026.6", ["use https"], id="without TLS"),
        pytest.param(PUBLIC, "2026.2", ["quiet hours need 2026.6"], id="old zones"),
        pytest.param(PUBLIC, "2025.12", ["quiet hours need 2026.6"], id="older zones"),
    ],
)
def test_settings(public: str | None, zones: str, to_do: list[str]) -> None:
    lines = [line for line in check_settings(Settings(public_url=public), zones) if not line.ok]
    assert len(lines) == len(to_do)
    assert all(part in line.text for part, line in zip(to_do, lines, strict=True))


async def test_a_clock_that_went_back(shop: Installation, ids: Ids) -> None:
    await shop.apply(SIMULATED)
    ahead = service_operations.make_first_id(shop.clock.now() + timedelta(hours=1))

    async def fill(unit: Unit) -> None:
        contact = await unit.people.resolve([Identity("sms", "+13145550101")], START)
        address = (await unit.people.addresses_of(contact))[0].id
        await unit.messages.add(message(unit, contact, address, id=ahead))

    await shop.store.write("tiger", fill)
    assert "set the clock right" in (await shop.to_do())[0]


async def test_a_server_with_another_time(store: Database, clock: PushedClock) -> None:
    lines = await check_database(store, None, clock, PushedClock(START))
    served = await store.read("", service_operations.read_server_time)
    assert any("synchronise both with NTP" in line.text for line in lines) == (served is not None)


async def test_a_spool_nobody_opens(store: Database, clock: PushedClock) -> None:
    real, long_ago = SystemClock(), timedelta(hours=1)
    await store.write("", lambda unit: spools.touch(unit, "host:abc", 4096, real.get_real_time() - long_ago))
    lines = await check_database(store, None, clock, real)
    assert [line.ok for line in lines if "spool host:abc" in line.text] == [False]
    assert "4096 bytes" in lines[-1].text
