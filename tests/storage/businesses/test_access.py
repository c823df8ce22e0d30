"""Tenants with their secrets and pause, staff, invites, keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from flows.actor import COMMAND_LINE
from flows.business import (
    Business,
    ChannelSettings,
    Discount,
    MarketingCap,
    PolicySettings,
    Recovery,
    RecoveryStep,
    Tier,
)
from flows.engine import Subject
from storage.businesses import businesses
from storage.businesses.access import CUSTOMER, STAFF, Invite, find_key
from storage.database.stores import Database
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do, person

KILN = Business(
    id=SHOP,
    name="Kiln & Söhne",
    country="DE",
    timezone="Europe/Berlin",
    currency="EUR",
    channels=(ChannelSettings("sms", "twilio", "+13145550199", rate=2.5, templates={"cart_reminder": "HX1"}),),
    recovery=Recovery(
        steps=(RecoveryStep(after(30) - NOW, Discount(5, tiers=(Tier(100, 10),))),), double_opt_in=True, holdout=0.1
    ),
    policy=PolicySettings(marketing_caps=(MarketingCap(2, after(60) - NOW),)),
    texts={"welcome": "Servus {name}"},
)


async def test_settings_come_back_as_they_were_applied_and_only_a_change_is_one(store: Database) -> None:
    async def apply(unit: Unit) -> None:
        assert await unit.businesses.get() is None
        assert await unit.businesses.put(KILN, NOW)
        assert not await unit.businesses.put(KILN, after(1))
        tenant = await unit.businesses.get()
        assert tenant is not None
        assert (tenant.business, tenant.paused_at) == (KILN, None)
        assert await unit.businesses.put(replace(KILN, name="Kiln"), after(2))
        assert [one.business.name for one in await businesses.list_tenants(unit)] == ["Kiln"]

    await do(store, apply)


async def test_pausing_twice_is_pausing_once_and_tells_running_processes(store: Database) -> None:
    async def pause(unit: Unit) -> None:
        await unit.businesses.put(KILN, NOW)
        assert not await unit.businesses.resume()
        before = await businesses.read_revision(unit)
        assert await unit.businesses.pause("anna", NOW)
        assert not await unit.businesses.pause("bert", after(1))
        tenant = await unit.businesses.get()
        assert tenant is not None
        assert (tenant.paused_at, tenant.paused_by) == (NOW, "anna")
        assert await unit.businesses.resume()
        assert await businesses.read_revision(unit) > before

    await do(store, pause)


async def test_secrets_are_kept_by_name_and_forgotten_by_prefix(store: Database) -> None:
    async def keep(unit: Unit) -> None:
        assert await unit.businesses.put_secret("shopify_token", b"\x00\xff", "f1", NOW)
        assert not await unit.businesses.put_secret("shopify_token", b"again", "f1", NOW)
        assert await unit.businesses.put_secret("shopify_token", b"new", "f2", NOW)
        assert await unit.businesses.put_secret("shopify%hook", b"h", "f3", NOW)
        assert await unit.businesses.put_secret("twilio", b"t", "f4", NOW)
        assert await unit.businesses.drop_secrets("shopify_") == 1
        assert await unit.businesses.secrets() == {"shopify%hook": b"h", "twilio": b"t"}

    await do(store, keep)


async def test_the_pushed_clock_is_a_row(store: Database) -> None:
    async def push(unit: Unit) -> None:
        assert await businesses.read_sandbox_now(unit) is None
        for minutes in (5, 9):
            await businesses.push_clock(unit, after(minutes))
            assert await businesses.read_sandbox_now(unit) == after(minutes)
        before = await businesses.read_revision(unit)
        await businesses.bump(unit)
        assert await businesses.read_revision(unit) == before + 1
        assert await businesses.read_sandbox_now(unit) == after(9)

    await do(store, push)


async def test_an_invite_works_once_whoever_comes_at_the_same_moment(store: Database) -> None:
    invite = Invite("hash", CUSTOMER, None, None, '{"cart": "c1"}')
    await do(store, lambda unit: unit.access.invite(invite, NOW, after(60)))
    used = await asyncio.gather(*(do(store, lambda unit: unit.access.use_invite("hash", after(1))) for _ in range(5)))
    assert [one for one in used if one is not None] == [invite]


async def test_an_invite_ends_and_belongs_to_its_business(store: Database) -> None:
    await do(store, lambda unit: unit.access.invite(Invite("hash", STAFF, None, None, None), NOW, after(60)))
    for business, minutes in ((OTHER_SHOP, 1), (SHOP, 60)):
        assert await do(store, lambda unit, at=minutes: unit.access.use_invite("hash", after(at)), business) is None  # type: ignore[misc]
    assert await do(store, lambda unit: unit.access.use_invite("hash", after(59))) is not None
    assert await do(store, lambda unit: unit.access.use_invite("unknown", NOW)) is None


async def test_staff_come_change_link_and_go(store: Database) -> None:
    async def staff(unit: Unit) -> None:
        contact, _ = await person(unit)
        anna, new = await unit.access.put_member("Anna", "owner", NOW)
        assert (new, anna.contact) == (True, None)
        assert (await unit.access.put_member("Anna", "owner", NOW, known=anna))[1] is False
        assert (await unit.access.put_member("Anne", "owner", NOW, known=anna))[1] is True
        assert (await unit.access.put_member("Anna", "agent", NOW, known=anna))[1] is True
        bert, _ = await unit.access.put_member("Bert", "agent", NOW)
        other, _ = await unit.access.put_member("Bert", "agent", NOW)
        assert await unit.access.names([bert.id, other.id]) == {bert.id: "Bert", other.id: "Bert"}
        await unit.access.link(anna.id, contact, after(1))
        found = await unit.access.member_of(contact)
        assert found is not None
        assert (found.id, found.role, found.linked_at) == (anna.id, "agent", after(1))
        assert await unit.access.keep_members([bert.id], NOW) == 2
        assert await unit.access.member_of(contact) is None
        assert [one.name for one in await unit.access.members()] == ["Bert"]
        assert {one.id for one in await unit.access.list_former()} == {other.id, anna.id}
        back, changed = await unit.access.put_member("Anna", "agent", NOW, known=anna)
        assert (back.id, changed) == (anna.id, True)

    await do(store, staff)


async def test_a_key_is_found_by_its_hash_in_any_business(store: Database) -> None:
    identity = await do(store, lambda unit: unit.access.add_key("h", ["send", "read"], NOW))
    await do(store, lambda unit: unit.access.log(COMMAND_LINE, "key create", NOW, Subject("key", identity)))
    found = await do(store, lambda unit: find_key(unit, ("h",)), OTHER_SHOP)
    assert found is not None
    assert (found.business, found.id, found.scopes) == (SHOP, identity, frozenset({"read", "send"}))
    assert await do(store, lambda unit: find_key(unit, ("other",))) is None
