"""Values that the tests of every channel share."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.channels.channel import ChannelRequest
from flows.delivery import Outgoing

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
OURS = UUID("01950000-0000-7000-8000-000000000001")
SHARED = Path(__file__).resolve().parents[3].parent / "shared"
PAYLOADS = SHARED / "data" / "webhooks"
SPECS = SHARED / "specs"

FORM = "application/x-www-form-urlencoded"
CALLBACK = f"https://shop.example/channels/twilio/tiger/status?m={OURS}"


def outgoing(to: str, text: str = "Tiger Tees: your cart waits", **fields: Any) -> Outgoing:
    """One message, ready to leave."""
    return Outgoing(OURS, to, text, **fields)


def form(
    body: bytes, url: str = "https://shop.example/channels/twilio/tiger/inbound", **headers: str
) -> ChannelRequest:
    """A form as Twilio posts it."""
    return ChannelRequest(url, {"Content-Type": FORM} | headers, body)


def names(folder: str) -> list[str]:
    """The payloads of one provider, or one name that skips where there are none."""
    return sorted(path.name for path in (PAYLOADS / folder).glob("*.*")) or ["absent"]


def payload(path: str) -> bytes:
    """One payload's bytes; skips the test where the payloads are not at hand."""
    if not (PAYLOADS / path).is_file():
        pytest.skip(f"../shared/data/webhooks/{path} is not at hand")
    return (PAYLOADS / path).read_bytes()


@cache
def samples(provider: str) -> list[dict[str, str]]:
    """Signatures that were computed elsewhere."""
    path = PAYLOADS / "signatures.json"
    if not path.is_file():
        return []
    return [one for one in json.loads(path.read_text())["samples"] if one["provider"] == provider]
