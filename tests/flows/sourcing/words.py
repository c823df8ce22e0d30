"""What orders have said to the staff and kept as their reasons, in words: every text is tried in every language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flows.actor import SYSTEM, Actor
from flows.phrase import Text, phrase
from flows.sourcing.order_draft import join_parts
from flows.sourcing.order_effects import Record
from flows.sourcing.order_reason import Why
from storage.sql import json_codec
from templates.phrases import LOCALES, Phrases
from templates.speech import Speech
from tests.actors import ASHA, STORE

_CLOCK = {"zone": "Asia/Kolkata", "now": datetime(2026, 3, 2, 6, tzinfo=UTC)}
NAMED = {ASHA: "staff:Asha", STORE: "shopify", SYSTEM: "parley"}


def english(text: Text) -> str:
    """A text as an English reader has it; that it can be said in every language."""
    words = {locale: Speech(Phrases.load(), locale, _CLOCK, {}).say(text) for locale in LOCALES}
    return words["en"]


def noted(record: Record) -> str:
    """Why, as an English reader has it, from what would be stored of it; "" where it has no reason."""
    if record.why is None:
        return ""
    stored = json_codec.load_values(json_codec.dump_values(record.why.figures))
    values = {name: _figure(name, value) for name, value in stored.items()}
    return english(Why(record.why.reason, stored).text(**values, by=called(record.by)))


def called(by: Actor) -> str:
    """Whoever acts, as histories show them."""
    return NAMED.get(by, by.kind.value)


def _figure(name: str, value: Any) -> Any:
    if isinstance(value, UUID):
        return f"shop {value.int}"
    if name == "status":
        return phrase(f"status_{value}")
    return join_parts(value) if isinstance(value, list) else value
