"""A business's own text leaves out a name that nobody knows, on every channel and in every language."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from templates.message_library import Library
from templates.nameless_text import strip_name
from tests.cases import each


@each(
    ("source", "said"),
    [
        ("Namaste {{ name }} ji, {{ items }}", "Namaste ji, {{ items }}"),
        ("नमस्ते {{ name }} जी, आपका कार्ट", "नमस्ते जी, आपका कार्ट"),
        ("Hi {{ name }}, you left", "Hi, you left"),
        ("Hola {{ name }}! Tu carrito", "Hola! Tu carrito"),
        ("{{ name }}, your cart waits", "Your cart waits"),
        ("{{ name }} ji, aapka cart", "Aapka cart"),
        ("{{ brand }}: {{ name }}, your cart waits", "{{ brand }}: your cart waits"),
        ("Your cart, {{ name }}, waits", "Your cart, waits"),
        ("your cart waits", "your cart waits"),
    ],
)
def test_the_name_goes_with_what_belongs_to_it(source: str, said: str) -> None:
    assert strip_name(source) == said


@each("channel", ["telegram", "whatsapp", "sms"])
@each("locale", ["en", "es", "hi", "hi-Latn"])
def test_nobody_is_called_there(channel: str, locale: str) -> None:
    """On WhatsApp what stands in for an approved text's name did, and elsewhere the text could not leave."""
    values = {
        "brand": "Chandni", "items": ["Mug"], "link": "https://x.example/l/abc1234", "currency": "INR",
        "zone": ZoneInfo("UTC"), "now": datetime(2026, 3, 2, tzinfo=UTC),
    }  # fmt: skip
    own = "{{ brand }}: Namaste {{ name }} ji, {{ items }}: {{ link }} STOP to opt out"
    said = Library.load().render("cart_reminder", channel=channel, locale=locale, values=values, override=own)
    assert said.text == "Chandni: Namaste ji, Mug: https://x.example/l/abc1234 STOP to opt out"
