"""One inbound event on its way into the store, with all its identities and its message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.channels import LINES
from flows.delivery import MessageStatus
from flows.events import MessageReceived
from flows.events.event import Naming
from storage.events.event_inbox import Arrival
from storage.identity.identity import Identity
from storage.sending.message import Message

_MOST_REFERENCES = 20  # of a mail's thread, the newest; some programs name hundreds
_LONGEST_SUBJECT, _LONGEST_QUOTED = 200, 4_000  # characters


@dataclass(frozen=True, slots=True)
class Inbound:
    """An inbound event of a business, with everything known before a look-up.

    ``id`` sorts by arrival: the event's place in the queue, and the id of its message. All ``names`` are one person's.
    If anybody has one of the ``strange`` names, or with ``care``, more than the owners must be checked. ``came_at`` and
    ``heard_at`` are the arrival time, if not now: in the business's and in real time.
    """

    business: str
    id: UUID
    arrival: Arrival
    names: Sequence[Identity] = ()
    strange: Sequence[Identity] = ()
    came_at: datetime | None = None
    heard_at: datetime | None = None
    care: bool = False

    @property
    def letter(self) -> MessageReceived | None:
        """Return the message of the event, if it is one."""
        return self.arrival.event if isinstance(self.arrival.event, MessageReceived) else None

    @property
    def naming(self) -> Naming:
        """Return how to treat the identities. A message from an address that anybody can type proves no writer."""
        if self.letter is not None and self.letter.channel not in LINES:
            return Naming.ADDRESS
        return Naming.TOLD if self.arrival.event is None else self.arrival.event.NAMING

    @property
    def key(self) -> tuple[str, UUID]:
        """Return the key of the event, the same for a redelivery."""
        return (self.business, self.arrival.id)

    def message(self, letter: MessageReceived, address: UUID, contact: UUID, reply_to: UUID | None) -> Message:
        """Return the message to store for the event."""
        return Message(
            id=self.id,
            direction="in",
            key=letter.key,
            channel=letter.channel,
            address=address,
            contact=contact,
            status=MessageStatus.RECEIVED,
            status_at=self.arrival.received_at,
            created_at=self.came_at or self.arrival.received_at,
            locale=letter.locale,
            data={"button": letter.button} if letter.button else _keep_mail(letter),
            heard_at=self.heard_at,
            text="\n".join(filter(None, (letter.headline, letter.text))),
            media=[{"kind": m.kind, "url": m.url, "content_type": m.content_type} for m in letter.media],
            provider_id=letter.provider_id,
            reply_to=reply_to,
        )


def list_answered(letter: MessageReceived) -> tuple[str, ...]:
    """Return the provider's ids of the messages that a message may answer, the likeliest first."""
    earlier = (one for one in reversed(letter.references[-_MOST_REFERENCES:]) if one != letter.reply_to)
    return tuple(filter(None, (letter.reply_to, *earlier)))


def _keep_mail(letter: MessageReceived) -> dict[str, Any]:
    """Return the parts of a mail that an answer and the staff need; empty for other messages."""
    kept = {
        "subject": letter.subject[:_LONGEST_SUBJECT],
        "quoted": letter.quoted[:_LONGEST_QUOTED],
        "references": list(letter.references[-_MOST_REFERENCES:]),
    }
    return {name: value for name, value in kept.items() if value}
