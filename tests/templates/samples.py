"""Values that every message can be rendered with, and the places and times they are said in."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from flows.channels import CHANNELS

__all__ = ["CHANNELS", "CODE", "LINK", "LOCALES", "NOW", "VALUES", "values"]

NOW = datetime(2026, 10, 12, 15, tzinfo=UTC)  # a Monday, 10:00 in Chicago
LINK = "https://go.tigertees.example/l/abc1234"
CODE = "TIGER-7KQ2"
LOCALES = ("en", "es", "hi", "hi-Latn")

VALUES: dict[str, object] = {
    "about": "cart of $89",
    "address": "12 MG Road, second floor, New Delhi 110001",
    "note": "Please call before coming 9811012345",
    "alternatives": ["Red kurta", "Blue kurta M", "Silk scarf"],
    "amount": Decimal("89.50"),
    "answer_by": NOW + timedelta(hours=24),
    "asks": ["1. Blue kurta L × 2 (1234)", "2. Belt × 1 (1235)", "3. Cotton scarf × 4 (1236)"],
    "brand": "Tiger Tees",
    "by": NOW + timedelta(hours=3),
    "carrier": "UPS",
    "channel": "sms",
    "choice": "Yes, order it",
    "code": CODE,
    "commission": Decimal(30),
    "count": 4,
    "currency": "USD",
    "date": (NOW - timedelta(days=9)).date(),
    "days": "5-7",
    "each": Decimal(15),
    "deadline": NOW + timedelta(hours=20),
    "expected": NOW + timedelta(days=3),
    "freed": ["Cotton scarf × 4 (1236)"],
    "handed": ["Blue kurta L"],
    "undone": ["Blue kurta M"],
    "happened": "shipped",
    "have": ["Cotton scarf", "Belt"],
    "held": ["Blue kurta S × 2 (1233)"],
    "item": "Blue kurta",
    "items": ["Blue kurta", "Cotton scarf", "Belt"],
    "last": Decimal(900),
    "left": ["colours", "clean"],
    "lines": ["Blue kurta L: 5", "Belt: 2"],
    "link": LINK,
    "mailing_address": "12 Main St, Newark, NJ 07102",
    "many": 3,
    "more": 5,
    "most": 50,
    "missing": ["2 Blue kurta L"],
    "name": "Dana",
    "nothing": ["Belt × 1 (1235)"],
    "now": NOW,
    "to": "12 Janpath Lane, New Delhi 110001",
    "where": "yes",
    "off": Decimal(100),
    "often": "3/7",
    "offer": "hand-painted box, 5 days",
    "opens": NOW + timedelta(hours=18),
    "order": "1234",
    "orders": ["1234", "1235"],
    "others": ["S", "M"],
    "percent": 10,
    "photos": 3,
    "pickup": NOW + timedelta(hours=26),
    "privacy": "https://tigertees.example/privacy",
    "quantity": 2,
    "question": "is it true to size?",
    "notice": "3 orders wait. Next: /orders",
    "words": "New kurtas are here, in five colours.",
    "shop": "Connaught Place Souvenirs",
    "since": NOW + timedelta(hours=24),
    "size": "L",
    "soon": "source_2_3_days",
    "topic": "days",
    "tagged": ("1. Tiger Print Shorts | 899.00", "2. Taj Mahal Mug | 350.00"),
    "support": "help@tigertees.example",
    "taken": ["Blue kurta M × 1 (1237)"],
    "terms": "https://tigertees.example/terms",
    "thread": ["Dana: hi", "We: hello"],
    "tracking": "1Z999AA10123456784",
    "unknown": ["blu kurta XL", "boll"],
    "url": "https://tigertees.example/kurta",
    "until": NOW + timedelta(days=2, hours=8),
    "waiting": 3,
    "what": "blu kurta L 5",
    "when": NOW + timedelta(hours=32),
    "who": "Dana P.",
    "yours": ["Blue kurta L × 2 (1234)"],
    "zone": "America/Chicago",
}


def values(**others: object) -> dict[str, object]:
    """The sample values with some of them changed."""
    return VALUES | others
