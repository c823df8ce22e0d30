"""The doctor, on real databases and against the vendors' stand-ins: it finds what is wrong, and says what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.clock import PushedClock, SystemClock
from bot.config import Settings
from bot.doctor import examine
from bot.examination.finding import Finding
from bot.examination.installation import database_lines, settings_lines
from bot.ids import Ids
from bot.vault import Vault
from bot.web.health import metrics_token
from flows.delivery import Status
from flows.policy.facts import Kind
from handlers.actions.apply import apply_file
from handlers.business_file import read_business_file
from storage import operations, spools
from storage.businesses import push_clock
from storage.outbox import MOST_MISTAKES
from storage.people import Identity
from storage.schema import events, waits
from storage.store import Store
from storage.unit import Unit
from templates.library import Library
from tests.bot.installed import HEAD, TELEGRAM
from tests.conftest import START
from tests.providers.peers import free_port
from tests.providers.shopify import ShopifyStand
from tests.providers.telegram import SECRET, TelegramStand
from tests.providers.twilio import ACCOUNT, NUMBER, TOKEN, WHATSAPP, TwilioStand
from tests.storage.world import entry, message

KEY = "k" * 40
PUBLIC = "https://parley.example"
SIMULATED = '\n[channels.sms]\nprovider = "simulator"\n'
SMS = f'\n[channels.sms]\nprovider = "twilio"\naccount_sid = "{ACCOUNT}"\nauth_token = "{TOKEN}"\nfrom = "{NUMBER}"\n'
CHAT = SMS.replace("channels.sms", "channels.whatsapp").replace(NUMBER, WHATSAPP)
SID = f"HX{1:032}"
SHOPIFY = """
[stores.shopify]
domain = "parley-dev.myshopify.com"
webhook_secret = "w"
access_token = "shpat_test"
"""
BOT = '\n[channels.telegram]\nprovider = "simulator"\n'
OWNER = '\n[[staff]]\nname = "Asha"\nrole = "owner"\naddress = "telegram:99"\n'


class Installation:
    """A database with a business, and where its vendors stand."""

    def __init__(self, url: str, store: Store) -> None:
        self.store = store
        self.clock = SystemClock()
        self.settings = Settings(database_url=url, secret_key=SecretStr(KEY), public_url=PUBLIC)

    async def apply(self, more: str, key: str = KEY) -> None:
        file = read_business_file(HEAD + more, {})
        await apply_file(self.store, file, Vault(key), self.clock.now(), self.clock.elapsed())

    def reach(self, **settings: object) -> None:
        self.settings = self.settings.model_copy(update=settings)

    async def examine(self, *, fix: bool = False, business: str | None = None) -> list[Finding]:
        return await examine(self.settings, business, fix)

    async def to_do(self, *, fix: bool = False) -> list[str]:
        return [found.text for found in await self.examine(fix=fix) if not found.ok]


@pytest.fixture
def shop(database: str, store: Store) -> Installation:
    return Installation(database, store)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStand]:
    async with TelegramStand() as stand:
        yield stand


async def test_all_is_well(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url, public_url=None)
    await shop.apply(TELEGRAM + SIMULATED + OWNER)
    found = await shop.examine()
    assert [one.text for one in found if not one.ok] == []
    told = "\n".join(one.text for one in found)
    for part in ("at this version", "zone data", "all credentials open", "bot @", "is polled", "sms is simulated"):
        assert part in told
    assert metrics_token(Vault(KEY)) in told
    assert "tiger: 1 member of the staff linked" in told
    assert "tiger: nothing is stuck" in told


async def test_nobody_yet(shop: Installation) -> None:
    assert await shop.to_do() == ["no business is applied yet: parley apply FILE.toml"]
    found = await shop.examine(business="lion")
    assert found[-1] == Finding(False, "there is no business 'lion': parley apply FILE.toml")


async def test_no_key(shop: Installation) -> None:
    shop.reach(secret_key=None)
    assert await shop.to_do() == ["PARLEY_SECRET_KEY is not set: set it to what it was when the business was applied"]


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
    lines = [line for line in settings_lines(Settings(public_url=public), zones) if not line.ok]
    assert len(lines) == len(to_do)
    assert all(part in line.text for part, line in zip(to_do, lines, strict=True))


async def test_a_clock_that_went_back(shop: Installation, ids: Ids) -> None:
    await shop.apply(SIMULATED)
    ahead = operations.first_id(shop.clock.now() + timedelta(hours=1))

    async def fill(unit: Unit) -> None:
        contact = await unit.people.resolve([Identity("sms", "+13145550101")], START)
        address = (await unit.people.addresses_of(contact))[0].id
        await unit.messages.add(message(unit, contact, address, id=ahead))

    await shop.store.write("tiger", fill)
    assert "set the clock right" in (await shop.to_do())[0]


async def test_a_server_with_another_time(store: Store, clock: PushedClock) -> None:
    lines = await database_lines(store, None, clock, PushedClock(START))
    served = await store.read("", operations.server_time)
    assert any("let both follow NTP" in line.text for line in lines) == (served is not None)


async def test_a_spool_nobody_opens(store: Store, clock: PushedClock) -> None:
    real, long_ago = SystemClock(), timedelta(hours=1)
    await store.write("", lambda unit: spools.touch(unit, "host:abc", 4096, real.elapsed() - long_ago))
    lines = await database_lines(store, None, clock, real)
    assert [line.ok for line in lines if "spool host:abc" in line.text] == [False]
    assert "4096 bytes" in lines[-1].text


async def test_secrets_of_another_key(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url, public_url=None)
    await shop.apply(TELEGRAM + OWNER, key="q" * 40)
    closed, unasked = await shop.to_do()
    assert "telegram.secret, telegram.token cannot be opened" in closed
    assert unasked.startswith("tiger: telegram was not asked")


async def test_a_secret_that_is_gone(shop: Installation) -> None:
    await shop.apply(
        '\n[stores.shopify]\ndomain = "parley-dev.myshopify.com"\nwebhook_secret = "w"\naccess_token = "a"\n'
    )
    await shop.store.write("tiger", lambda unit: unit.businesses.drop_secrets("shopify."))
    told = await shop.to_do()
    assert "tiger: the secret shopify.access_token is not there: put it into the business file and apply" in told


async def test_webhooks_are_registered(shop: Installation, telegram: TelegramStand) -> None:
    async with TwilioStand() as twilio, ShopifyStand() as shopify:
        origins = {"twilio_api_url": twilio.url, "shopify_api_url": shopify.url, "telegram_api_url": telegram.url}
        shop.reach(**origins)
        await shop.apply(SMS + TELEGRAM + SHOPIFY + OWNER)
        assert len([line for line in await shop.to_do() if "run doctor --fix" in line]) == 3
        await shop.to_do(fix=True)
        assert await shop.to_do() == []
        assert twilio.webhooks == {NUMBER: f"{PUBLIC}/channels/twilio/tiger/inbound"}
        assert {one["uri"] for one in shopify.subscriptions} == {f"{PUBLIC}/webhooks/shopify/tiger"}
    assert (telegram.webhook, telegram.secret) == (f"{PUBLIC}/channels/telegram/tiger", SECRET)


async def test_without_an_address_telegram_is_polled(shop: Installation, telegram: TelegramStand) -> None:
    async with TwilioStand() as twilio:
        shop.reach(telegram_api_url=telegram.url, twilio_api_url=twilio.url, public_url=None)
        telegram.webhook = "https://old.example"
        await shop.apply(TELEGRAM + SMS + OWNER)
        assert len([line for line in await shop.to_do() if "run doctor --fix" in line]) == 1
        (line,) = await shop.to_do(fix=True)
        assert telegram.webhook == ""
        assert line == "tiger: sms has nowhere to send what people do: set PARLEY_PUBLIC_URL, then doctor --fix"
        assert twilio.webhooks == {}


async def test_a_sandbox_asks_nobody(shop: Installation) -> None:
    await shop.store.write("", lambda unit: push_clock(unit, START))
    await shop.apply(SMS + OWNER)
    assert any("sms was not asked" in line for line in await shop.to_do())


async def test_vendors_that_cannot_be_reached_are_named_with_their_address(shop: Installation) -> None:
    away = {name: f"http://127.0.0.1:{free_port()}" for name in ("twilio", "telegram", "shopify")}
    shop.reach(**{f"{name}_api_url": url for name, url in away.items()})
    await shop.apply(SMS + TELEGRAM + SHOPIFY + OWNER)
    told = [line for line in await shop.to_do() if "cannot be reached" in line]
    assert [line.partition(": see")[0] for line in told] == [
        f"tiger: {name} cannot be reached at {away[name.lower()]}" for name in ("Twilio", "Telegram", "Shopify")
    ]
    assert all(f"PARLEY_{name}_API_URL" in told[at] for at, name in enumerate(("TWILIO", "TELEGRAM", "SHOPIFY")))
    assert not [line for line in await shop.to_do() if "access_token" in line or "auth_token" in line]
    assert not [line for line in await shop.to_do(fix=True) if line.startswith("tiger: ClientConnectorError")]


async def test_a_vendor_that_gives_no_answer_is_named(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url)
    await shop.apply(TELEGRAM + OWNER)
    telegram.garbled = b"<html>"
    assert [line for line in await shop.to_do() if line.startswith("tiger: Telegram")]


async def test_a_test_message_to_the_owner(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url, public_url=None)
    await shop.apply(TELEGRAM + OWNER)
    found = await shop.examine(fix=True)
    assert "tiger: a test message to Asha by telegram leaves" in found[-1].text

    async def queued(unit: Unit) -> list[tuple[Kind, str | None]]:
        contact = next(member.contact for member in await unit.access.members())
        return [(one.kind, one.text) for one in await unit.messages.page(None, contact, None, 10)]

    ((kind, said),) = await shop.store.read("tiger", queued)
    assert kind is Kind.STAFF
    assert said is not None
    assert said.startswith("Parley: this is a test.")


async def test_nobody_to_write_to(shop: Installation) -> None:
    await shop.apply(SIMULATED)
    assert "tiger: no test message was sent: no owner is linked" in await shop.to_do(fix=True)


@pytest.mark.parametrize(
    ("staff", "to_do"),
    [
        pytest.param("", "nobody owns this business", id="nobody"),
        pytest.param(OWNER.replace("owner", "agent"), "nobody owns this business", id="no owner"),
        pytest.param('\n[[staff]]\nname = "Ravi"\nrole = "owner"\n', "Ravi (owner) has no chat to open", id="no chat"),
        pytest.param(
            BOT + '\n[[staff]]\nname = "Ravi"\nrole = "owner"\n', "Ravi (owner) has not opened", id="not linked"
        ),
    ],
)
async def test_staff(shop: Installation, staff: str, to_do: str) -> None:
    await shop.apply(SIMULATED + staff)
    assert [to_do in line for line in await shop.to_do()] == [True]


SHOPS = """
[[shops]]
id = "connaught"
name = "Connaught Souvenirs"
[[shops]]
id = "karol"
name = "Karol Bagh Gifts"
address = "telegram:77"
"""


async def test_shops_that_nobody_linked(shop: Installation) -> None:
    await shop.apply(SIMULATED + BOT + OWNER + SHOPS)
    (line,) = await shop.to_do()
    assert line == (
        "tiger: 1 shop nobody has linked yet, so they are not asked: Connaught Souvenirs (connaught). "
        "parley apply prints their start links"
    )

    async def link(unit: Unit) -> None:
        known = await unit.shops.by_ref("connaught")
        keeper = await unit.people.resolve([Identity("telegram", "78")], START)
        assert known is not None
        await unit.shops.link(known.id, keeper, START)

    await shop.store.write("tiger", link)
    assert [found.text for found in await shop.examine() if "shops linked" in found.text] == ["tiger: 2 shops linked"]


async def test_staff_that_blocked_us(shop: Installation) -> None:
    await shop.apply(SIMULATED + OWNER)

    async def block(unit: Unit) -> None:
        address = await unit.people.address("telegram", "99")
        assert address is not None
        await unit.run(text("UPDATE addresses SET state = 'blocked'"))

    await shop.store.write("tiger", block)
    (line,) = await shop.to_do()
    assert line == "tiger: telegram does not let us write to Asha (owner): they open the chat and press Start"


async def test_templates_to_submit(shop: Installation) -> None:
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        mapped = f'templates = {{ opt_in_ask = "{SID}", cart_reminder_last = "{SID}", staff_alert = "{SID}" }}\n'
        await shop.apply(CHAT + mapped + OWNER)
        found = [line for line in await shop.to_do() if "template" in line]
    assert len(found) == 1
    assert found[0].startswith(
        "tiger: WhatsApp template cart_reminder is not mapped: submit this text as marketing (en)"
    )
    assert "{{1}}" in found[0]


async def test_templates_of_orders_are_submitted_where_there_are_shops(shop: Installation) -> None:
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        names = ("opt_in_ask", "cart_reminder", "cart_reminder_last", "staff_alert", "order_update")
        mapped = ", ".join(f'{name} = "{SID}"' for name in names)
        asked = '\n[[shops]]\nid = "connaught"\nname = "Connaught Place Souvenirs"\ncommission = 10\n'
        await shop.apply(f"{CHAT}templates = {{ {mapped} }}\n{OWNER}{asked}")
        found = [line.split()[3] for line in await shop.to_do() if "WhatsApp template" in line]
    library = Library.load()
    orders = {name for name in library.names() if library.message(name).part == "sourcing"}
    submitted = {name for name in orders if library.message(name).approved}
    assert found == sorted(submitted - {"order_update"})
    assert {"stock_request", "reserved", "payment_link"} < set(found)


async def test_what_is_held_back(shop: Installation) -> None:
    await shop.apply(SIMULATED + OWNER)

    async def hold(unit: Unit) -> None:
        await unit.businesses.pause("staff", START)
        sender = await unit.senders.for_channel("sms")
        assert sender is not None
        await unit.senders.pause(sender.id, "Twilio answered 20003 for +13145550101.", START)

    await shop.store.write("tiger", hold)
    assert await shop.to_do() == [
        "tiger: paused since 2026-03-02 15:00 UTC: /resume in the staff's chat",
        "tiger: sms is stopped: Twilio answered 20003 for …. Mend it, then apply the file or /resume",
    ]


async def test_what_is_stuck(shop: Installation) -> None:
    await shop.apply(SIMULATED + OWNER)
    now = shop.clock.now()

    async def fill(unit: Unit) -> None:
        contact = await unit.people.resolve([Identity("sms", "+13145550101")], now)
        address = (await unit.people.addresses_of(contact))[0].id
        sender = await unit.senders.for_channel("sms")
        assert sender is not None
        plain = message(unit, contact, address, id=operations.first_id(now - timedelta(hours=3)))
        await unit.messages.add(plain)
        await unit.outbox.add(entry(plain, sender.id))
        assert await unit.outbox.stumble(entry(plain, sender.id, mistakes=MOST_MISTAKES - 1), now, now)
        asked = {"template": "staff_alert", "kind": Kind.STAFF, "about": address}
        await unit.messages.add(
            message(unit, contact, address, id=operations.first_id(now - timedelta(hours=2)), **asked)
        )
        lost = operations.first_id(now - timedelta(hours=1))
        await unit.messages.add(message(unit, contact, address, id=lost, status=Status.UNKNOWN))
        for status, reason in (("parked", "KeyError: 'total'"), ("unreadable", "no such phone: '+1 314 555 0101'")):
            identity = unit.ids.new()
            row = {"type": "test", "lane": identity, "arrival": identity, "occurred_at": now, "received_at": now}
            named = {"source": "shopify", "external_id": status, "status": status, "reason": reason}
            await unit.add(events, id=identity, **row, **named)
        run = await unit.runs.start("recovery", "x", contact, None, "{}", now)
        await unit.add(waits, id=unit.ids.new(), run=run.id, name="step", created_at=now, parked_at=now)

    await shop.store.write("tiger", fill)
    assert await shop.to_do() == [
        "tiger: 1 event failed five times (parley parked lists and releases): shopify: KeyError: 'total' (1: parked)",
        "tiger: 1 event could not be read: shopify: no such phone: '…' (1: unreadable)",
        "tiger: 1 conversation could not go on, five times: parley parked lists and releases",
        "tiger: 1 message could not be handed over, five times: parley parked lists and releases",
        "tiger: 1 sms message of this week may or may not have come; parley why ID",
        "tiger: 1 customer asked something and nobody answered: reply in the staff's chat",
    ]
