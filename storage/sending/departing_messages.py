"""Messages at departure, many at once: marked before the provider's call, noted after it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flows.delivery import RANKS, MessageStatus
from flows.policy.verdict import RuleRef
from storage.identity.identity import ERASED
from storage.schema import messages
from storage.sending.rulings import Rulings, make_ruling_id
from storage.sql import bulk_statements
from storage.sql.repository import Repository
from storage.sql.transaction import RetryTransaction

_MARK = (
    "status",
    "status_at",
    "left_at",
    "attempted_at",
    "text",
    "buttons",
    "content",
    "variables",
    "judged_by",
    "locale",
    "media",
    "menu",
)


@dataclass(frozen=True, slots=True)
class DepartingWording:
    """The content of a message at departure: a text, or an approved template's ``content`` with ``variables``.

    ``rules`` are those of its verdict; ``mark_all`` stores them. ``locale`` is its language, ``media`` is sent with it,
    ``menu`` is the name of the menu that draws the buttons.
    """

    message: UUID
    text: str
    buttons: Sequence[Mapping[str, str]] = ()
    content: str | None = None
    variables: Mapping[str, str] | None = field(default=None)
    rules: tuple[RuleRef, ...] = ()
    locale: str | None = None
    media: Sequence[Mapping[str, str]] = ()
    menu: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A provider's answer on taking a message. ``micros`` is None without a price."""

    message: UUID
    provider_id: str | None
    micros: int | None = None
    currency: str | None = None


class Leaving(Repository):
    """The departures of one business."""

    async def statuses(self, which: Sequence[UUID]) -> dict[UUID, MessageStatus]:
        """Return the statuses of these messages."""
        wanted = [(self._tx.business, message) for message in which]
        found = await bulk_statements.find(self._tx, messages, ("business", "id"), wanted, ("id", "status"))
        return {message: MessageStatus(status) for message, status in found}

    async def mark_all(
        self, shown: Sequence[DepartingWording], now: datetime, elapsed: datetime, locked: Collection[UUID] = ()
    ) -> set[UUID]:
        """Mark judged and rendered messages as sending: the provider may have them from here on. Return those that
        still waited.

        Raises RetryTransaction if a later event holds one back: all are judged again. For those that are ``locked`` no
        other transaction can have changed that.
        """
        await Rulings(self._tx).keep((one.rules for one in shown), now)
        at = (MessageStatus.SENDING.value, now, now, elapsed)
        sure, others = (
            [one for one in shown if one.message in locked],
            [one for one in shown if one.message not in locked],
        )
        many = await self._mark(at, sure, _WAITS)
        many += await self._mark(at, others, _WAITS + self._tx.holdings.may_leave)
        wanted = {one.message for one in shown}
        return wanted if many == len(wanted) else await self._mark_rows(wanted, elapsed)

    async def _mark(self, at: tuple[object, ...], some: Sequence[DepartingWording], where: str) -> int:
        rows = [(*at, *_write_parameters(one), self._tx.business, one.message) for one in some]
        return await bulk_statements.change(
            self._tx, messages, ("business", "id"), _MARK, rows, where=where, how=_MARKING
        )

    async def _mark_rows(self, which: Collection[UUID], elapsed: datetime) -> set[UUID]:
        keys = [(self._tx.business, message) for message in which]
        found = await bulk_statements.find(
            self._tx, messages, ("business", "id"), keys, ("id", "status", "attempted_at")
        )
        if any(status == MessageStatus.QUEUED.value for _, status, _ in found):
            raise RetryTransaction("a message was stopped between its check and sending")
        return {message for message, *mark in found if mark == [MessageStatus.SENDING.value, elapsed]}

    async def mark_taken(self, which: Sequence[Taken], now: datetime) -> None:
        """Mark messages as taken by the provider. A message that a receipt moved further stays there, and gets its
        departure time.
        """
        sent = (MessageStatus.SENT.value, now, now)
        rows = [(*sent, one.provider_id, one.micros, one.currency, self._tx.business, one.message) for one in which]
        await bulk_statements.change(self._tx, messages, ("business", "id"), _TAKEN, rows, how=_TAKING)


def _choose_first_known(name: str, *of: str) -> tuple[str, str]:
    return name, f"coalesce({', '.join(of)})"


_WAITS = "messages.status = 'queued'"
_MARKING = (_choose_first_known("locale", "{}", "messages.locale"),)
_MOVES = bulk_statements.among(
    "messages.status", (status for status in RANKS if RANKS[status] < RANKS[MessageStatus.SENT])
)
_TAKEN = ("status", "status_at", "sent_at", "provider_id", "price", "price_currency")
_TAKING = (
    ("status", f"CASE WHEN {_MOVES} THEN {{}} ELSE messages.status END"),
    ("status_at", f"CASE WHEN {_MOVES} THEN {{}} ELSE messages.status_at END"),
    _choose_first_known("sent_at", "messages.sent_at", "{}"),
    (
        "provider_id",  # of an erased person no chat id is kept
        f"CASE WHEN substr(messages.provider_id, 1, {len(ERASED)}) = '{ERASED}' THEN messages.provider_id "
        "ELSE coalesce({}, messages.provider_id) END",
    ),
    _choose_first_known("price", "{}", "messages.price"),
    _choose_first_known("price_currency", "{}", "messages.price_currency"),
)


def _write_parameters(one: DepartingWording) -> tuple[str | UUID | None, ...]:
    return (
        one.text,
        json.dumps(list(one.buttons), ensure_ascii=False) if one.buttons else None,
        one.content,
        json.dumps(dict(one.variables), ensure_ascii=False) if one.variables else None,
        make_ruling_id(one.rules),
        one.locale,
        json.dumps(list(one.media), ensure_ascii=False) if one.media else None,
        one.menu,
    )
