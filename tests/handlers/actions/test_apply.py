"""Applying a business file on a real database: once, again, changed, tried, and what comes of its links and keys."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from bot.conversations import CONVERSATIONS
from bot.vault import Vault
from flows.actor import COMMAND_LINE
from flows.business import Business
from flows.channels import PREFERRED
from handlers.actions.api_keys import check_scopes, create_key
from handlers.actions.business_file_apply import Applied, apply, apply_file
from handlers.actions.business_file_changes import list_differences
from handlers.business_file import BusinessFile, WrongBusinessFile, read_business_file
from handlers.engine.turn import UnknownBusiness
from storage.businesses.access import STAFF, find_key
from storage.businesses.businesses import read_revision
from storage.database.stores import Database
from storage.people.people import Identity
from storage.schema import audit
from storage.unit import Unit
from tests.audited import particulars

VAULT = Vault("k" * 32)
TELEGRAM = '[channels.telegram]\nprovider = "telegram"\ntoken = "env:BOT"\nusername = "tigertees_bot"\n'
SMS = (
    '[channels.sms]\nprovider = "twilio"\naccount_sid = "AC00000000000000000000000000000001"\n'
    'auth_token = "env:TWILIO"\nfrom = "+13145550100"\n'
)
SHOPIFY = '[stores.shopify]\ndomain = "tiger.myshopify.com"\nwebhook_secret = "w"\naccess_token = "a"\n'
ASHA = '[[staff]]\nname = "Asha"\nrole = "owner"\naddress = "telegram:9001"\n'
RAVI = '[[staff]]\nname = "Ravi"\nrole = "agent"\n'
EVERYTHING = TELEGRAM + SMS + SHOPIFY + ASHA + RAVI


def shop(more: str = "", **environ: str) -> BusinessFile:
    head = '[business]\nid = "tiger"\nname = "Tiger Tees"\ncountry = "US"\n'
    head += 'timezone = "America/Chicago"\ncurrency = "USD"\n'
    return read_business_file(head + more, {"BOT": "42:bot", "TWILIO": "twilio", **environ})


class Shop:
    """A store with a business that is applied to again and again."""

    def __init__(self, store: Database, clock: PushedClock) -> None:
        self.store = store
        self.clock = clock

    async def apply(self, more: str = "", *, dry_run: bool = False, **environ: str) -> Applied:
        file, clock = shop(more, **environ), self.clock
        return await apply_file(
            CONVERSATIONS, self.store, file, VAULT, clock.now(), clock.get_real_time(), dry_run=dry_run
        )

    async def redeem(self, link: str) -> str | None:
        """The kind of invite behind a link, when it still works."""
        token = re.split(r"start=|%20| ", link)[-1]
        now = self.clock.now()

        async def work(unit: Unit) -> str | None:
            invite = await unit.access.use_invite(VAULT.hash_token(token), now)
            return invite.kind if invite else None

        return await self.store.write("tiger", work)

    async def log(self) -> list[tuple[str, str]]:
        async def work(unit: Unit) -> list[tuple[str, str]]:
            rows = await unit.rows(select(audit).where(unit.owns(audit)).order_by(audit.c.id))
            return [(row.action, particulars(row)) for row in rows]

        return await self.store.read("tiger", work)


@pytest.fixture
def tiger(store: Database, clock: PushedClock) -> Shop:
    return Shop(store, clock)


async def test_a_new_business(tiger: Shop) -> None:
    applied = await tiger.apply(EVERYTHING)
    assert applied.changes == (
        "new business tiger: Tiger Tees",
        "secret sms.auth_token: stored",
        "secret telegram.token: stored",
        "secret shopify.webhook_secret: stored",
        "secret shopify.access_token: stored",
        "secret telegram.secret: stored",
        "staff: Asha joins as owner",
        "staff: Asha is linked on telegram",
        "staff: Ravi joins as agent",
    )
    assert [link.name for link in applied.links] == ["Ravi"]
    in_the_file = [f"stores.shopify.{name} is in the file itself" for name in ("webhook_secret", "access_token")]
    assert [warning.partition(": ")[0] for warning in applied.warnings] == in_the_file
    assert (applied.refused, applied.later) == (0, ())


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param(TELEGRAM + SMS + ASHA, [], id="as it should be"),
        pytest.param(TELEGRAM + RAVI, ["this business has no owner"], id="nobody owns it"),
        pytest.param(SMS + ASHA + RAVI, ["the staff's chat needs Telegram or WhatsApp"], id="SMS alone"),
        pytest.param(TELEGRAM.replace("env:BOT", "42:bot") + ASHA,
                     ["channels.telegram.token is in the file itself"], id="a token in the file"),
        pytest.param(TELEGRAM + 'secret = "hush"\n' + ASHA,
                     ["channels.telegram.secret is in the file itself"], id="a secret in the file"),
        pytest.param('[channels.telegram]\nprovider = "simulator"\ntoken = "42:bot"\n' + ASHA, [], id="simulated"),
    ],
)  # fmt: skip
async def test_what_is_warned_of(tiger: Shop, more: str, expected: list[str]) -> None:
    applied = await tiger.apply(more)
    assert [warning.partition(": ")[0] for warning in applied.warnings] == expected
    assert "42:bot" not in str(applied.warnings)


async def test_the_language_of_somebody_is_told_where_it_changes(tiger: Shop) -> None:
    hinglish = TELEGRAM + SMS + ASHA + 'language = "hi-Latn"\n'
    assert (await tiger.apply(hinglish)).changes[-3:] == (
        "staff: Asha joins as owner",
        "staff: Asha gets messages in hi-Latn",
        "staff: Asha is linked on telegram",
    )
    assert (await tiger.apply(hinglish)).changes == ()
    changed = (await tiger.apply(TELEGRAM + SMS + ASHA)).changes
    assert changed == ("staff: Asha gets messages in the language of the business",)


async def test_without_a_chat_for_the_staff_there_is_no_link(tiger: Shop) -> None:
    assert (await tiger.apply(SMS + ASHA + RAVI)).links == ()


async def test_what_is_kept(tiger: Shop) -> None:
    await tiger.apply(EVERYTHING)

    async def work(unit: Unit) -> tuple[Business, dict[str, str], dict[str, tuple[str, str, float]], str | None]:
        tenant, asha = await unit.businesses.get(), await unit.people.address("telegram", "9001")
        assert tenant is not None
        assert asha is not None
        secrets = {name: VAULT.decrypt(token) for name, token in (await unit.businesses.secrets()).items()}
        senders = {one.channel: (one.provider, one.address, one.rate) for one in await unit.senders.all()}
        member = await unit.access.member_of(asha.contact)
        return tenant.business, secrets, senders, member.role if member else None

    business, secrets, senders, role = await tiger.store.read("tiger", work)
    assert business == shop(EVERYTHING).business
    assert {name: secret for name, secret in secrets.items() if name != "telegram.secret"} == {
        "sms.auth_token": "twilio",
        "telegram.token": "42:bot",
        "shopify.webhook_secret": "w",
        "shopify.access_token": "a",
    }
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secrets["telegram.secret"])
    assert senders == {
        "sms": ("twilio", "+13145550100", 1.0),
        "telegram": ("telegram", "tigertees_bot", 30.0),
        "shopify": ("shopify", "tiger.myshopify.com", 2.0),
    }
    assert role == "owner"


async def test_a_second_time_changes_nothing_but_makes_fresh_links(tiger: Shop) -> None:
    first = await tiger.apply(EVERYTHING)
    before = await tiger.store.read("tiger", read_revision)
    second = await tiger.apply(EVERYTHING)
    assert (second.changes, await tiger.store.read("tiger", read_revision)) == ((), before)
    assert [link.name for link in second.links] == ["Ravi"]
    assert await tiger.redeem(first.links[0].url) == STAFF
    assert await tiger.redeem(first.links[0].url) is None
    assert await tiger.redeem(second.links[0].url) == STAFF


async def test_a_link_ends_and_goes_with_its_member(tiger: Shop) -> None:
    gone = (await tiger.apply(EVERYTHING)).links[0].url
    assert (await tiger.apply(TELEGRAM + SMS + SHOPIFY + ASHA)).changes == ("staff: Ravi leaves",)
    assert await tiger.redeem(gone) is None
    late = (await tiger.apply(EVERYTHING)).links[0].url
    tiger.clock.push(tiger.clock.now() + timedelta(days=30))
    assert await tiger.redeem(late) is None


async def test_whoever_is_called_otherwise_is_the_same_member(tiger: Shop) -> None:
    await tiger.apply(TELEGRAM + ASHA)
    (asha,) = await tiger.store.read("tiger", lambda unit: unit.access.members())
    renamed = await tiger.apply(TELEGRAM + ASHA.replace("Asha", "Asha Rao"))
    assert renamed.changes == ("staff: Asha is now called Asha Rao",)
    assert await tiger.store.read("tiger", lambda unit: unit.access.names([asha.id])) == {asha.id: "Asha Rao"}
    assert await tiger.store.read("tiger", lambda unit: unit.access.list_former()) == []


async def test_two_of_one_name_are_told_apart_by_their_addresses(tiger: Shop) -> None:
    twice = TELEGRAM + ASHA + ASHA.replace("9001", "9002").replace("owner", "agent")
    assert (await tiger.apply(twice)).changes[-4:] == (
        "staff: Asha joins as owner",
        "staff: Asha is linked on telegram",
        "staff: Asha joins as agent",
        "staff: Asha is linked on telegram",
    )
    assert (await tiger.apply(twice)).changes == ()
    assert (await tiger.apply(TELEGRAM + ASHA.replace("9001", "9002"))).changes == (
        "staff: Asha is now owner",
        "staff: Asha leaves",
    )


WHATSAPP = SMS.replace("sms", "whatsapp")


@pytest.mark.parametrize(
    ("channels", "link"),
    [
        (TELEGRAM, r"https://t\.me/tigertees_bot\?start=[A-Za-z0-9_-]{32}"),
        (TELEGRAM + WHATSAPP, r"https://t\.me/tigertees_bot\?start=[A-Za-z0-9_-]{32}"),
        (WHATSAPP, r"https://wa\.me/13145550100\?text=%2Fstart%20[A-Za-z0-9_-]{32}"),
        ('[channels.telegram]\nprovider = "simulator"\n', r"/start [A-Za-z0-9_-]{32}"),
    ],
    ids=["telegram", "both", "whatsapp", "simulator"],
)
async def test_where_a_start_link_leads(tiger: Shop, channels: str, link: str) -> None:
    applied = await tiger.apply(channels + RAVI)
    assert re.fullmatch(link, applied.links[0].url)
    assert await tiger.redeem(applied.links[0].url) == STAFF


async def test_what_changed_is_said(tiger: Shop) -> None:
    await tiger.apply(EVERYTHING)
    wanted = EVERYTHING.replace("agent", "manager").replace("30 ", "") + "[recovery]\nholdout = 0.1\n"
    wanted = wanted.replace("+13145550100", "+13145550101").replace("9001", "9002")
    changed = await tiger.apply(wanted, TWILIO="another")
    assert changed.changes == (
        "channels.sms.address: +13145550100 → +13145550101",
        "recovery.holdout: 0.0 → 0.1",
        "secret sms.auth_token: another one",
        "staff: Asha is linked on telegram",
        "staff: Ravi is now manager",
    )
    removed = await tiger.apply(TELEGRAM + SHOPIFY + ASHA)
    assert "secret sms.auth_token: forgotten" in removed.changes
    assert "channels.sms.provider: twilio → none" in removed.changes
    senders = await tiger.store.read("tiger", lambda unit: unit.senders.all())
    assert [sender.channel for sender in senders] == ["shopify", "telegram"]


def _other(more: str) -> BusinessFile:
    """Another business's file; its secrets are where the first one's are."""
    head = '[business]\nid = "lions"\nname = "Lion Caps"\ncountry = "US"\n'
    head += 'timezone = "America/Chicago"\ncurrency = "USD"\n'
    return read_business_file(head + more, {"BOT": "42:bot", "TWILIO": "twilio"})


SERVICE = SMS.replace('from = "+13145550100"', f'messaging_service_sid = "MG{11:032x}"')


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        pytest.param(SMS, SMS, [(7, "channels.sms")], id="a number"),
        pytest.param(SERVICE, SERVICE, [(7, "channels.sms")], id="a messaging service"),
        pytest.param(TELEGRAM, TELEGRAM.replace("tigert", "TigerT"), [(7, "channels.telegram")], id="a bot"),
        pytest.param(SMS + TELEGRAM, TELEGRAM + SMS, [(7, "channels.telegram"), (11, "channels.sms")], id="both"),
    ],
)  # fmt: skip
async def test_one_sender_is_one_businesss(tiger: Shop, first: str, second: str, taken: list[tuple[int, str]]) -> None:
    await tiger.apply(first)
    with pytest.raises(WrongBusinessFile, match="is what the business tiger sends from") as refused:
        await apply_file(
            CONVERSATIONS, tiger.store, _other(second), VAULT, tiger.clock.now(), tiger.clock.get_real_time()
        )
    assert [(one.line, one.path) for one in refused.value.mistakes] == taken
    assert await tiger.store.read("lions", lambda unit: unit.businesses.get()) is None


SIMULATED = '[channels.sms]\nprovider = "simulator"\n'


@pytest.mark.parametrize(
    ("first", "second"),
    [(SMS, WHATSAPP), (SMS, SMS.replace("0100", "0101")), (SIMULATED, SIMULATED)],
    ids=["a number on another channel", "another number", "simulated"],
)
async def test_other_senders_are_anybodys(tiger: Shop, first: str, second: str) -> None:
    await tiger.apply(first)
    applied = await apply_file(
        CONVERSATIONS, tiger.store, _other(second), VAULT, tiger.clock.now(), tiger.clock.get_real_time()
    )
    assert applied.changes[0] == "new business lions: Lion Caps"


async def test_a_sender_that_was_given_up_is_free(tiger: Shop) -> None:
    await tiger.apply(SMS)
    await tiger.apply(TELEGRAM)
    now, elapsed = tiger.clock.now(), tiger.clock.get_real_time()
    assert (await apply_file(CONVERSATIONS, tiger.store, _other(SMS), VAULT, now, elapsed)).changes
    with pytest.raises(WrongBusinessFile, match="is what the business lions sends from"):
        await tiger.apply(SMS)


async def test_what_leaves_the_file_takes_its_secrets_along(tiger: Shop) -> None:
    """Whosever they are: by the section that named them, not by a list of vendors."""
    await tiger.apply(EVERYTHING)
    now = tiger.clock.now()

    async def keep(unit: Unit) -> None:
        await unit.businesses.put_secret("pigeon.key", VAULT.encrypt("coo"), VAULT.fingerprint("coo"), now)

    await tiger.store.write("tiger", keep)
    gone = (await tiger.apply(ASHA)).changes
    assert {one for one in gone if one.startswith("secret")} == {
        f"secret {name}: forgotten"
        for name in (
            "sms.auth_token", "telegram.token", "telegram.secret", "shopify.webhook_secret", "shopify.access_token",
            "pigeon.key",
        )
    }  # fmt: skip
    assert await tiger.store.read("tiger", lambda unit: unit.businesses.secrets()) == {}


async def test_a_running_process_can_see_each_change(tiger: Shop) -> None:
    seen = [await tiger.store.read("tiger", read_revision)]
    for more in ("", SMS, SMS + RAVI, SMS + RAVI, SMS):
        await tiger.apply(more)
        seen.append(await tiger.store.read("tiger", read_revision))
    assert [later - earlier for earlier, later in itertools.pairwise(seen)] == [1, 1, 1, 0, 1]


async def test_a_sender_that_was_stopped_tries_again_with_another_secret(tiger: Shop) -> None:
    await tiger.apply(SMS)
    now = tiger.clock.now()

    async def pause(unit: Unit) -> None:
        sender = await unit.senders.find_for_channel("sms")
        assert sender is not None
        await unit.senders.pause(sender.id, "20003", now)

    async def paused(unit: Unit) -> list[str | None]:
        return [sender.paused_reason for sender in await unit.senders.all()]

    await tiger.store.write("tiger", pause)
    await tiger.apply(SMS)
    assert await tiger.store.read("tiger", paused) == ["20003"]
    await tiger.apply(SMS, TWILIO="mended")
    assert await tiger.store.read("tiger", paused) == [None]


async def test_a_dry_run_says_the_same_and_writes_nothing(tiger: Shop) -> None:
    before = await tiger.store.read("tiger", read_revision)
    tried = await tiger.apply(EVERYTHING, dry_run=True)
    assert await tiger.store.read("tiger", lambda unit: unit.businesses.get()) is None
    assert (await tiger.store.read("tiger", read_revision), await tiger.log()) == (before, [])
    assert [(link.name, link.url) for link in tried.links] == [("Ravi", "")]
    assert (await tiger.apply(EVERYTHING)).changes == tried.changes


async def test_switching_the_carrier_rule_off_is_recorded_and_warned_of(tiger: Shop) -> None:
    off = SMS + "[policy]\none_sms_per_cart = false\n"
    await tiger.apply(SMS)
    applied = await tiger.apply(off)
    assert applied.changes == ("policy.one_sms_per_cart: false",)
    assert "one SMS per cart" in applied.warnings[0]
    assert (await tiger.apply(off)).warnings == applied.warnings
    assert applied.warnings[0] not in (await tiger.apply(SMS)).warnings
    switches = [detail for action, detail in await tiger.log() if action == "one-sms-per-cart"]
    assert switches == ["rule loosened", "rule kept again"]


@pytest.mark.parametrize(
    ("section", "rule"),
    [
        ("[recovery]\ndouble_opt_in = false\n", "double-opt-in"),
        ("[policy]\none_sms_per_cart = false\n", "one-sms-per-cart"),
        ("[policy]\nmarketing_caps = []\n", "marketing-caps"),
    ],
)
async def test_whatever_loosens_a_rule_is_warned_of_and_recorded_with_who_did_it(
    tiger: Shop, section: str, rule: str
) -> None:
    assert (await tiger.apply(SMS)).warnings == (await tiger.apply(SMS)).warnings
    usual = set((await tiger.apply(SMS)).warnings)
    new = set((await tiger.apply(SMS + section)).warnings) - usual
    (warning,) = [one for one in new if "loosens" in one]
    assert section.splitlines()[1] in warning
    latest = await tiger.store.read("tiger", lambda unit: unit.access.find_latest(rule))
    assert latest is not None
    assert (latest.actor, latest.at) == (COMMAND_LINE, tiger.clock.now())
    assert (rule, "rule loosened") in await tiger.log()


@pytest.mark.parametrize(
    "section",
    [
        "[recovery]\ndouble_opt_in = true\n",
        "[policy]\none_sms_per_cart = true\n",
        '[policy]\nmarketing_caps = [{ count = 1, per = "7d" }]\n',
    ],
)
async def test_what_is_stricter_is_silent(tiger: Shop, section: str) -> None:
    assert (await tiger.apply(SMS + section)).warnings == (await tiger.apply(SMS)).warnings
    assert [action for action, _ in await tiger.log() if action != "applied"] == []


async def test_without_sms_there_is_no_rule_of_carriers_to_loosen(tiger: Shop) -> None:
    single = TELEGRAM + "[recovery]\ndouble_opt_in = false\n[policy]\none_sms_per_cart = false\n"
    assert not any("loosens" in one for one in (await tiger.apply(single)).warnings)


async def test_spending_without_a_limit_is_warned_of(tiger: Shop) -> None:
    usual = (await tiger.apply(SMS)).warnings
    limitless = SMS.replace("[channels", 'daily_spend = "none"\n[channels', 1)
    (warning,) = set((await tiger.apply(limitless)).warnings) - set(usual)
    assert 'daily_spend = "none"' in warning


LATE = '[recovery]\nsteps = [{ after = "30m" }, { after = "96h" }]\n[policy]\nsms_step = 2\n'


@pytest.mark.parametrize(
    ("more", "warned"),
    [
        pytest.param("", [], id="as it is"),
        pytest.param(LATE, [2], id="the one for SMS"),
        pytest.param(LATE.replace("sms_step = 2", ""), [], id="another one"),
        pytest.param(LATE.replace("96h", "47h"), [], id="in time"),
        pytest.param(LATE.replace("sms_step = 2", "one_sms_per_cart = false"), [2], id="all by SMS"),
        pytest.param(LATE.replace("[policy]", 'channels = ["telegram"]\n[policy]'), [], id="none by SMS"),
    ],
)
async def test_a_step_that_no_sms_may_carry_is_warned_of(tiger: Shop, more: str, warned: list[int]) -> None:
    warnings = [one for one in (await tiger.apply(SMS + more)).warnings if "48 hours or more" in one]
    assert [one.startswith(f"step {step} of the recovery") for one, step in zip(warnings, warned, strict=True)] == [
        True for _ in warned
    ]


async def test_what_is_stricter_than_the_law_is_told_as_it_is_written(tiger: Shop) -> None:
    await tiger.apply(SMS)
    own = '[policy]\nhours = "09:00-20:00"\nclosed_days = ["2026-12-25"]\nclosed_states = ["LA"]\n'
    assert (await tiger.apply(SMS + own)).changes == (
        "policy.hours.opens: 09:00",
        "policy.hours.closes: 20:00",
        "policy.closed_days: 2026-12-25",
        "policy.closed_states[1].region: US-LA",
        "policy.closed_states[1].name: Louisiana",
    )
    assert (await tiger.apply(SMS + own)).changes == ()


async def test_somebody_who_is_known_already_is_linked_as_who_they_are(tiger: Shop) -> None:
    now = tiger.clock.now()
    known = await tiger.store.write("tiger", lambda unit: unit.people.resolve([Identity("telegram", "9001")], now))
    await tiger.apply(TELEGRAM + ASHA)
    member = await tiger.store.read("tiger", lambda unit: unit.access.member_of(known))
    assert member is not None
    assert (member.name, member.role) == ("Asha", "owner")


async def test_a_file_of_another_business_is_refused(tiger: Shop) -> None:
    now, elapsed = tiger.clock.now(), tiger.clock.get_real_time()
    with pytest.raises(ValueError, match="'tiger'"):
        await tiger.store.write("lion", lambda unit: apply(CONVERSATIONS, unit, shop(), VAULT, now, elapsed))


async def test_a_key_opens_what_its_scopes_say(tiger: Shop) -> None:
    await tiger.apply()
    now = tiger.clock.now()
    key = await tiger.store.write("tiger", lambda unit: create_key(unit, ["read", "events", "read"], now, VAULT))
    assert re.fullmatch(r"pk_tiger_[A-Za-z0-9_-]{43}", key)
    found = await tiger.store.read("", lambda unit: find_key(unit, VAULT.hashes(key)))
    assert found is not None
    assert (found.business, found.scopes) == ("tiger", frozenset({"read", "events"}))
    assert key not in str(await tiger.log())


async def test_no_key_without_a_business(tiger: Shop) -> None:
    now = tiger.clock.now()
    with pytest.raises(UnknownBusiness, match="parley apply"):
        await tiger.store.write("tiger", lambda unit: create_key(unit, ["read"], now, VAULT))


@pytest.mark.parametrize(
    ("scopes", "message"),
    [([], "nothing is no scope"), (["event"], "did you mean events"), (["x"], "there are events")],
)
def test_scopes_that_are_none(scopes: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_scopes(scopes)


def test_differences_are_short_and_name_their_setting() -> None:
    steps = '[recovery]\nsteps = [{ after = "45m", discount = 5 }]\nchannels = ["sms"]\n'
    found = list_differences(shop().business, shop(steps + f'[texts]\nhelp = "{"long " * 40}"\n').business)
    assert found[:3] == [
        "recovery.steps[1].after: 30m → 45m",
        "recovery.steps[1].discount.base: 5",
        "recovery.steps[1].discount.valid_for: 2d",
    ]
    assert "recovery.steps[2].after: 1d → none" in found
    assert f"recovery.channels: {', '.join(PREFERRED)} → sms" in found
    assert max(map(len, found)) < 100
