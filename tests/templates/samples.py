"""Values that every message can be rendered with, and the places and times they are said in."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

NOW = datetime(2026, 10, 12, 15, tzinfo=UTC)  # a Monday, 10:00 in Chicago
LINK = "https://go.tigertees.example/l/abc1234"
CODE = "TIGER-7KQ2"
CHANNELS = ("sms", "whatsapp", "telegram")
LOCALES = ("en", "es", "hi", "hi-Latn")

VALUES: dict[str, object] = {
    "about": "cart of $89",
    "amount": Decimal("89.50"),
    "brand": "Tiger Tees",
    "carrier": "UPS",
    "channel": "sms",
    "code": CODE,
    "currency": "USD",
    "expected": NOW + timedelta(days=3),
    "happened": "shipped",
    "items": ["Blue kurta", "Cotton scarf", "Belt"],
    "link": LINK,
    "name": "Dana",
    "now": NOW,
    "order": "1234",
    "percent": 10,
    "question": "is it true to size?",
    "support": "help@tigertees.example",
    "thread": ["Dana: hi", "We: hello"],
    "until": NOW + timedelta(days=2, hours=8),
    "waiting": 3,
    "when": NOW + timedelta(hours=32),
    "who": "Dana P.",
    "zone": "America/Chicago",
}


def values(**others: object) -> dict[str, object]:
    """The sample values with some of them changed."""
    return VALUES | others
