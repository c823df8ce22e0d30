"""Business files to read: the smallest one, what is added to it, and the mistakes that are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.business_file import BusinessFile, WrongBusinessFile, read_business_file

SURFACE = Path(__file__).parents[3] / "../shared/SURFACE.md"
SECRETS = {
    "TIGER_TWILIO_TOKEN": "twilio-token",
    "TIGER_TELEGRAM_TOKEN": "42:telegram-token",
    "TIGER_TELEGRAM_SECRET": "telegram-secret",
    "TIGER_SHOPIFY_SECRET": "shopify-secret",
    "TIGER_SHOPIFY_TOKEN": "shopify-token",
    "TIGER_RAZORPAY_SECRET": "razorpay-secret",
    "TIGER_RAZORPAY_WEBHOOK": "razorpay-webhook",
}
SMALLEST = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"
"""
ACCOUNT, SERVICE, CONTENT = (f"{kind}{number:032x}" for kind, number in (("AC", 10), ("MG", 11), ("HX", 12)))
TWILIO = f'[channels.sms]\nprovider = "twilio"\naccount_sid = "{ACCOUNT}"\nauth_token = "t"\n'
WHATSAPP = TWILIO.replace("sms", "whatsapp") + 'from = "+14155550188"\n'


def read(more: str = "", environ: dict[str, str] | None = None) -> BusinessFile:
    return read_business_file(SMALLEST + more, SECRETS if environ is None else environ)


def mistakes_of(text: str, environ: dict[str, str] | None = None) -> list[tuple[int, str, str]]:
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(text, SECRETS if environ is None else environ)
    return [(mistake.line, mistake.path, mistake.message) for mistake in caught.value.mistakes]


def wrong_paths(more: str) -> list[str]:
    return [path for _, path, _ in mistakes_of(SMALLEST + more)]
