"""What the doctor asks the vendors: webhooks, credentials, and the templates that they have to approve."""

from __future__ import annotations

from storage.businesses.businesses import push_clock
from templates.message_library import Library
from tests.bot.examination.installation import (
    CHAT,
    OWNER,
    PRIVACY,
    PUBLIC,
    SHOPIFY,
    SID,
    SMS,
    TERMS,
    Installation,
)
from tests.bot.installed import TELEGRAM
from tests.conftest import START
from tests.providers.peers import free_port
from tests.providers.shopify import ShopifyStand
from tests.providers.telegram import SECRET, TelegramStand
from tests.providers.twilio import NUMBER, TwilioStand


async def test_secrets_of_another_key(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url, public_url=None)
    await shop.apply(TELEGRAM + OWNER, key="q" * 40)
    closed, unasked = await shop.to_do()
    assert "telegram.secret, telegram.token cannot be opened" in closed
    assert unasked.startswith("tiger: telegram was not checked")


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
        await shop.apply(TERMS + PRIVACY + SMS + TELEGRAM + SHOPIFY + OWNER)
        assert len([line for line in await shop.to_do() if "run doctor --fix" in line]) == 3
        await shop.to_do(fix=True)
        assert await shop.to_do() == []
        assert twilio.webhooks == {NUMBER: f"{PUBLIC}/channels/twilio/tiger/inbound"}
        assert {one["uri"] for one in shopify.subscriptions} == {f"{PUBLIC}/webhooks/shopify/tiger"}
    assert (telegram.webhook, telegram.secret) == (f"{PUBLIC}/channels/telegram/tiger", SECRET)


async def test_an_app_whose_tokens_are_renewed_needs_none_and_subscribes_its_webhooks(
    shop: Installation, telegram: TelegramStand
) -> None:
    async with ShopifyStand(token="", secret="w") as shopify:
        shop.reach(shopify_api_url=shopify.url, telegram_api_url=telegram.url)
        store = SHOPIFY.replace('access_token = "shpat_test"', f'client_id = "{shopify.client}"')
        await shop.apply(TELEGRAM + store + OWNER)
        told = await shop.to_do(fix=True)
        assert not [line for line in told if "access_token" in line or "Shopify" in line]
        assert {one["uri"] for one in shopify.subscriptions} == {f"{PUBLIC}/webhooks/shopify/tiger"}
        assert shopify.tokens[:1] == ["shpat_1"]


async def test_without_an_address_telegram_is_polled(shop: Installation, telegram: TelegramStand) -> None:
    async with TwilioStand() as twilio:
        shop.reach(telegram_api_url=telegram.url, twilio_api_url=twilio.url, public_url=None)
        telegram.webhook = "https://old.example"
        await shop.apply(TERMS + PRIVACY + TELEGRAM + SMS + OWNER)
        assert len([line for line in await shop.to_do() if "run doctor --fix" in line]) == 1
        (line,) = await shop.to_do(fix=True)
        assert telegram.webhook == ""
        assert line == "tiger: sms cannot send its webhooks: set PARLEY_PUBLIC_URL, then doctor --fix"
        assert twilio.webhooks == {}


async def test_a_sandbox_asks_nobody(shop: Installation) -> None:
    await shop.store.write("", lambda unit: push_clock(unit, START))
    await shop.apply(SMS + OWNER)
    assert any("sms was not asked" in line for line in await shop.to_do())


async def test_vendors_that_cannot_be_reached_are_named_with_their_address(shop: Installation) -> None:
    away = {name: f"http://127.0.0.1:{free_port()}" for name in ("twilio", "telegram", "shopify")}
    shop.reach(**{f"{name}_api_url": url for name, url in away.items()})
    await shop.apply(TERMS + PRIVACY + SMS + TELEGRAM + SHOPIFY + OWNER)
    told = [line for line in await shop.to_do() if "cannot be reached" in line]
    assert [line.partition(": check")[0] for line in told] == [
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


async def test_templates_to_submit(shop: Installation) -> None:
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        mapped = f'templates = {{ opt_in_ask = "{SID}", cart_reminder_last = "{SID}", staff_alert = "{SID}", '
        mapped += f'staff_notice = "{SID}" }}\n'
        await shop.apply(CHAT + mapped + OWNER)
        found = [line for line in await shop.to_do() if "template" in line]
    assert len(found) == 1
    assert found[0].startswith(
        "tiger: WhatsApp template cart_reminder is not mapped: submit this text as marketing (en)"
    )
    assert "{{1}}" in found[0]


async def test_a_text_with_a_stand_in_and_one_on_demand_are_offered_and_not_missed(
    shop: Installation,
) -> None:
    names = ("opt_in_ask", "cart_reminder", "cart_reminder_last", "staff_alert", "staff_notice")
    mapped = ", ".join(f'{name} = "{SID}"' for name in names)
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        await shop.apply(f"{CHAT}templates = {{ {mapped} }}\n{OWNER}")
        told = [found for found in await shop.examine() if "template" in found.text]
    assert {found.ok for found in told} == {True}
    assert [found.text.partition(";")[0] for found in told] == [
        "tiger: WhatsApp template campaign is not mapped, and only messages that need it are not sent",
        "tiger: WhatsApp template cart_reminder_again is not mapped, so cart_reminder is sent instead",
        *(
            f"tiger: WhatsApp template {name} is not mapped, and only messages that need it are not sent"
            for name in ("plan_words", "win_back", "win_back_again", "win_back_code", "win_back_last")
        ),
    ]


async def test_templates_of_orders_are_submitted_where_there_are_shops(shop: Installation) -> None:
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        names = ("opt_in_ask", "cart_reminder", "cart_reminder_last", "staff_alert", "staff_notice", "order_update")
        mapped = ", ".join(f'{name} = "{SID}"' for name in names)
        asked = '\n[[shops]]\nid = "connaught"\nname = "Connaught Place Souvenirs"\ncommission = 10\n'
        await shop.apply(f"{CHAT}templates = {{ {mapped} }}\n{OWNER}{asked}")
        found = [line.split()[3] for line in await shop.to_do() if "WhatsApp template" in line]
    library = Library.load()
    orders = {name for name in library.names() if library.message(name).part == "sourcing"}
    submitted = {name for name in orders if library.message(name).approved}
    assert found == sorted(submitted - {"order_update"})
    assert {"stock_request", "reserved", "payment_link"} < set(found)


def body(name: str, locale: str) -> str:
    """The text that WhatsApp is to approve."""
    approved = Library.load().message(name).approved
    assert approved is not None
    return approved.bodies[locale]


async def test_templates_in_the_languages_that_shops_read(shop: Installation) -> None:
    """What is mapped by language and lacks one is submitted; what is approved in one language alone is said once."""
    library = Library.load()
    names = {name for name in library.names() if library.message(name).approved} - {"stock_request", "reserved"}
    mapped = ", ".join(f'{name} = "{SID}"' for name in sorted(names))
    mapped += f', stock_request = {{ en = "{SID}", hi-Latn = "HX…" }}, reserved = {{ hi = "{SID}" }}'
    shops = "".join(
        f'\n[[shops]]\nid = "{name}"\nname = "{name}"\ncommission = 10\nlanguage = "{language}"\n'
        for name, language in {"connaught": "hi-Latn", "hauz": "hi-Latn-IN", "karol": "en-IN", "rosales": "es"}.items()
    )
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        await shop.apply(f"{CHAT}templates = {{ {mapped} }}\n{OWNER}{shops}")
        told = [found for found in await shop.examine() if "WhatsApp template" in found.text]
    what, then = "tiger: WhatsApp template", "then name its ContentSid in [channels.whatsapp] templates"
    assert [found.text for found in told if not found.ok] == [
        f"{what} {name} is not mapped for {locale}, its readers get {instead}: "
        f"submit this text as utility ({code}), {then}: {body(name, locale)}"
        for name, locale, instead, code in [
            ("reserved", "en", "hi", "en"),
            ("stock_request", "es", "en", "es"),
            ("stock_request", "hi-Latn", "en", "hi-Latn, to WhatsApp hi"),
        ]
    ]  # fmt: skip
    to_shops = [name for name in sorted(names) if library.message(name).reader == "shop"]
    assert [found.text for found in told if found.ok] == [
        f"tiger: {len(to_shops)} WhatsApp templates to shops approved in en alone: those that read es or hi-Latn get "
        f'that too; to change this, map by language: {to_shops[0]} = {{ en = "HX…", es = "HX…", hi-Latn = "HX…" }}'
    ]


async def test_templates_in_the_one_language_that_everybody_reads(shop: Installation) -> None:
    library = Library.load()
    names = [name for name in library.names() if library.message(name).approved]
    mapped = ", ".join(f'{name} = "{SID}"' for name in names)
    asked = '\n[[shops]]\nid = "karol"\nname = "Karol"\ncommission = 10\nlanguage = "en-IN"\n'
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        await shop.apply(f"{CHAT}templates = {{ {mapped} }}\n{OWNER}{asked}")
        told = [found.text for found in await shop.examine() if "WhatsApp template" in found.text]
    assert told == ["tiger: every WhatsApp template is mapped"]
