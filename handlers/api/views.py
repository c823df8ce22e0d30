"""A message as everybody is shown it: readers of the API, the demo page and the command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flows.delivery import Status
from flows.money import Money
from flows.policy.verdict import Outcome, RuleRef
from handlers.delivery.failed import code_of, why_failed
from handlers.moments import utc
from storage.messages import Judged, Message

_FAILED = {Status.FAILED: "It failed afterwards", Status.UNKNOWN: "What became of it is not known"}


def message_view(business: str, message: Message, address: str, judged: Sequence[Judged]) -> dict[str, Any]:
    """A message of ``business`` to or from ``address`` (``sms:+1…``), with the judgements on it, oldest first.

    Of a message that left, the last one is that it might; before, waits and refusals were kept one by one.
    ``expires_at`` is the earliest moment at which it would be too late: lawful waits put it off.
    """
    return {
        "id": str(message.id),
        "business": business,
        "direction": message.direction,
        "channel": message.channel,
        "address": address,
        "purpose": message.purpose.value,
        "programme": message.programme.value if message.programme else None,
        "template": message.template,
        "text": message.text,
        "buttons": [dict(button) for button in message.buttons],
        "media": [dict(medium) for medium in message.media],
        "status": message.status.value,
        "status_at": utc(message.status_at),
        "due_at": utc(message.due_at),
        "created_at": utc(message.created_at),
        "sent_at": utc(message.sent_at),
        "delivered_at": utc(message.delivered_at),
        "read_at": utc(message.read_at),
        "edited_at": utc(message.edited_at),
        "expires_at": utc(_expires_at(message)),
        "provider_id": message.provider_id,
        "price": _price(message),
        "code": code_of(message),
        "verdicts": [_verdict(message, one) for one in judged],
    }


def _expires_at(message: Message) -> datetime | None:
    if message.due_at is None or message.expires_after is None:
        return message.latest
    lateness = message.due_at + message.expires_after
    return lateness if message.latest is None else min(lateness, message.latest)


def _price(message: Message) -> str | None:
    return None if message.price is None else str(Money(message.price, message.price_currency or ""))


def _verdict(message: Message, judged: Judged) -> dict[str, Any]:
    verdict = judged.verdict
    return {
        "at": utc(judged.at),
        "outcome": verdict.outcome.value,
        "rule": verdict.rule,
        "reason": _left(message, verdict.reason) if verdict.outcome is Outcome.SEND else verdict.reason,
        "until": utc(verdict.until),
        "rules": [_rule(rule) for rule in verdict.rules],
    }


def _left(message: Message, allowed: str) -> str:
    """The sentence of the verdict that let it go, with what came of it where that was no good."""
    failed = _FAILED.get(message.status)
    return allowed if failed is None else f"{allowed} {failed}: {why_failed(message)}."


def _rule(rule: RuleRef) -> dict[str, Any]:
    since = rule.effective_from
    return {
        "jurisdiction": rule.jurisdiction,
        "rule": rule.rule,
        "says": rule.says,
        "source": rule.source,
        "effective_from": since.isoformat() if since else None,
    }
