"""A message as every reader sees it: in the API, on the demo page and on the command line."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python

from flows.delivery import MessageStatus
from flows.money import Money
from flows.policy.verdict import Outcome
from handlers.actions.verdict_reasons import explain_failure, get_code
from handlers.engine.person_language import ENGLISH
from storage.sending.message import Message
from storage.sending.verdicts import Judged

# As handlers.api.message_endpoints.MessageShown describes it.
_SHOWN = (
    "id", "business", "direction", "channel", "address", "purpose", "programme", "template", "text", "buttons", "media",
    "status", "status_at", "due_at", "created_at", "sent_at", "delivered_at", "read_at", "edited_at", "expires_at",
    "provider_id", "price", "code", "verdicts",
)  # fmt: skip
_FAILED = {MessageStatus.FAILED: "It failed afterwards", MessageStatus.UNKNOWN: "Its outcome is unknown"}


def message_view(
    business: str, message: Message, address: str, judged: Sequence[Judged], file: str = ""
) -> dict[str, Any]:
    """Format a message of ``business`` to or from ``address`` (``sms:+1…``), with its verdicts, oldest first.

    The last verdict on a sent message allowed it; waits and refusals before it are listed one by one. ``file`` is the
    link of an attached file of ours. ``expires_at`` is the earliest time when the message would be too late; lawful
    waits delay it.
    """
    told = {
        "business": business,
        "address": address,
        "buttons": [dict(button) for button in message.buttons],
        "media": [dict(medium, url=medium["url"] or file) for medium in message.media],
        "expires_at": _expires_at(message),
        "price": None if message.price is None else str(Money(message.price, message.price_currency or "")),
        "code": get_code(message),
        "verdicts": [_verdict(message, one) for one in judged],
    }
    view: dict[str, Any] = to_jsonable_python({name: told.get(name, getattr(message, name, None)) for name in _SHOWN})
    return view


def _expires_at(message: Message) -> datetime | None:
    if message.due_at is None or message.expires_after is None:
        return message.latest
    lateness = message.due_at + message.expires_after
    return lateness if message.latest is None else min(lateness, message.latest)


def _verdict(message: Message, judged: Judged) -> dict[str, Any]:
    """Format a verdict with the rules that applied then."""
    verdict = judged.verdict
    reason = _explain_departure(message, verdict.reason) if verdict.outcome is Outcome.SEND else verdict.reason
    return {"at": judged.at, **asdict(replace(verdict, reason=reason))}


def _explain_departure(message: Message, allowed: str) -> str:
    """Return the sentence of the verdict that allowed the message, with the failure if there was one."""
    failed = _FAILED.get(message.status)
    return allowed if failed is None else f"{allowed} {failed}: {ENGLISH.say(explain_failure(message))}."
