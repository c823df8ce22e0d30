"""A message in or out, with its whole life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flows.channels import CHANNELS, Buttons
from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.message_files import Attached, Way
from flows.policy.departure_facts import Kind, Programme, Purpose

BY_STAFF = "staff:"
"""The key prefix of a staff member's message to a customer."""
NO_PICTURE = MappingProxyType({"picture": ""})
"""The value of a message to send without its subject's picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in or out. ``data`` are the values of its template, ``text`` the text shown or to be shown.

    ``content`` and ``variables`` are sent instead of the text: a template that the provider approved. ``attempted_at``
    is elapsed time, and so is ``heard_at``, the arrival time, equal for all processes. ``about`` is, for a staff
    message, the address of the customer it is about. ``edited_at`` is the last edit after departure. ``experiment``
    names the plan or campaign that draws its person; ``variant`` is the wording of the campaign, counted from 0.
    ``menu`` names the menu behind the vendor's buttons; if None, a channel that only has approved buttons lists them in
    the text. ``unwritten`` marks an inbound message that no person wrote: a reaction, an automatic answer, a quotation
    of our own text. ``partner`` is the folded name of the partner whose offer the message is; empty for none.
    """

    id: UUID
    direction: str
    key: str
    channel: str
    address: UUID
    contact: UUID
    status: MessageStatus
    status_at: datetime
    created_at: datetime
    kind: Kind = Kind.MESSAGE
    purpose: Purpose = Purpose.TRANSACTIONAL
    programme: Programme | None = None
    partner: str = ""
    sender: UUID | None = None
    template: str | None = None
    locale: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None
    content: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    buttons: Sequence[Mapping[str, str]] = ()
    menu: str | None = None
    media: Sequence[Mapping[str, str]] = ()
    due_at: datetime | None = None
    left_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    expires_after: timedelta | None = None
    latest: datetime | None = None
    provider_id: str | None = None
    price: int | None = None
    price_currency: str | None = None
    code: str | None = None
    run: UUID | None = None
    experiment: str | None = None
    campaign: UUID | None = None
    step: int | None = None
    variant: int | None = None
    subject_kind: str | None = None
    subject: UUID | None = None
    reply_to: UUID | None = None
    about: UUID | None = None
    fallback_of: UUID | None = None
    edited_at: datetime | None = None
    attempted_at: datetime | None = None
    heard_at: datetime | None = None
    unwritten: bool = False
    asked: int = 0

    @property
    def marketing(self) -> bool:
        """Return True if the law's marketing rules hold for the message."""
        return self.purpose is Purpose.MARKETING

    @property
    def was_marked(self) -> bool:
        """Return True if the message was ever marked as sending: only then its text is known, regardless of the
        outcome."""
        return self.template is not None and self.text is not None

    @property
    def thing(self) -> Subject | None:
        """Return the subject of the message, such as a cart or a reservation; None if it has none."""
        if self.subject is None or self.subject_kind is None:
            return None
        return Subject(self.subject_kind, self.subject)

    @property
    def rows(self) -> Sequence[Mapping[str, str]]:
        """Return the rows of a list that the channel drew below the text; ``text`` does not hold them."""
        drawn = self.menu is not None or CHANNELS[self.channel].buttons is Buttons.ANY
        return [one for one in self.buttons if is_row(one)] if drawn else []

    @property
    def open_text(self) -> str | None:
        """Return the text for others than its reader: without the digits of a code that proves an address."""
        digits = str(self.data.get("digits", ""))
        return self.text.replace(digits, "…") if self.text and digits else self.text

    @property
    def listed(self) -> str:
        """Return the text with the rows of its list as numbered lines."""
        details = [f" ({row['detail']})" if row.get("detail") else "" for row in self.rows]
        lines = [f"{row['id']}. {row['text']}{detail}" for row, detail in zip(self.rows, details, strict=True)]
        return "\n".join([self.text or "", *lines])

    @property
    def picture(self) -> str | None:
        """Return the address of the picture that a provider showed above the text, or None."""
        return self.media[0]["url"] or None if self.captioned else None

    @property
    def attached(self) -> Attached | None:
        """Return the message's record of its attached file, or None."""
        return Attached.read(self.media[0]) if self.direction == "out" and self.media else None

    @property
    def captioned(self) -> bool:
        """Return True if the text left as the caption of a picture or a file."""
        if self.direction != "out" or not self.media:
            return False
        return self.attached is None or self.attached.way in {Way.UPLOADED, Way.FETCHED}

    @property
    def by_person(self) -> bool:
        """Return True for a message that a person wrote to us: no other message counts as an answer."""
        return self.direction == "in" and not self.unwritten

    @property
    def by_staff(self) -> bool:
        """Return True if a member of the staff wrote the message to a customer."""
        return self.key.startswith(BY_STAFF)

    @property
    def kept(self) -> bool:
        """Return True if an inbound message waited in a spool, so that later ones may have been stored before it."""
        return self.direction == "in" and self.created_at < self.status_at


def is_row(button: Mapping[str, str]) -> bool:
    """Return True for a row of a list; if the channel cannot draw lists, the text numbers the rows."""
    return "row" in button
