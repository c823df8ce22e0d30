"""What the doctor tells is pasted into questions for help: each thing once, and no secret in it, whatever the state."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.examination.doctor_finding import Finding
from bot.vault import Vault
from bot.web.health_routes import derive_metrics_token
from tests.bot.examination.installation import KEY, OWNER, PRIVACY, SHOPIFY, SMS, TERMS, Installation
from tests.bot.installed import TELEGRAM
from tests.providers.peers import free_port
from tests.providers.shopify import ShopifyStand
from tests.providers.telegram import SECRET, TelegramStand
from tests.providers.telegram import TOKEN as BOT_TOKEN
from tests.providers.twilio import TOKEN, TwilioStand

FILE = TERMS + PRIVACY + SMS + TELEGRAM + SHOPIFY + OWNER
SECRETS = {
    "the key": KEY,
    "Twilio's": TOKEN,
    "Telegram's": BOT_TOKEN,
    "its webhook's": SECRET,
    "Shopify's": "shpat_test",
}


def look_for_secrets(findings: Sequence[Finding]) -> None:
    """No finding holds one, nor the token that opens the figures."""
    hidden = SECRETS | {"of /metrics": derive_metrics_token(Vault(KEY))}
    told = "\n".join(found.text for found in findings)
    assert [whose for whose, secret in hidden.items() if secret in told] == []


def look_for_repeats(findings: Sequence[Finding]) -> None:
    """None says what another one says."""
    told = [found.text for found in findings]
    assert [line for line in told if told.count(line) > 1] == []


@pytest.mark.parametrize("fix", [False, True], ids=["looks", "fixes"])
async def test_vendors_that_are_away(shop: Installation, *, fix: bool) -> None:
    shop.reach(**{f"{name}_api_url": f"http://127.0.0.1:{free_port()}" for name in ("twilio", "telegram", "shopify")})
    await shop.apply(FILE)
    told = await shop.examine(fix=fix)
    assert any("Telegram cannot be reached" in found.text for found in told)
    look_for_repeats(told)
    look_for_secrets(told)


@pytest.mark.parametrize("fix", [False, True], ids=["looks", "fixes"])
async def test_vendors_that_answer(shop: Installation, telegram: TelegramStand, *, fix: bool) -> None:
    async with TwilioStand() as twilio, ShopifyStand() as shopify:
        shop.reach(telegram_api_url=telegram.url, twilio_api_url=twilio.url, shopify_api_url=shopify.url)
        await shop.apply(FILE)
        told = await shop.examine(fix=fix)
    look_for_repeats(told)
    look_for_secrets(told)


async def test_a_vendor_that_answers_nonsense_with_a_secret_in_it(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url)
    await shop.apply(TELEGRAM + OWNER)
    telegram.garbled = f"<html>bot{BOT_TOKEN} {SECRET}</html>".encode()
    told = await shop.examine(fix=True)
    look_for_repeats(told)
    look_for_secrets(told)


async def test_secrets_of_another_key(shop: Installation) -> None:
    await shop.apply(FILE, key="q" * 40)
    told = await shop.examine(fix=True)
    assert any("cannot be opened" in found.text for found in told)
    look_for_repeats(told)
    look_for_secrets(told)
