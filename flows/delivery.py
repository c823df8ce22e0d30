"""The life of a message and the closed catalogue of provider failures.

queued ──> sending ──> sent ──> delivered ──> read
   │          ├──> failed        (a provider said no; a late "delivered" still wins)
   │          └──> unknown       (cut after the request was written; settled by a receipt or by asking)
   ├──> refused                  (judged: it must not leave)
   ├──> expired                  (too late to be useful)
   └──> void                     (its run moved on before it left)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flows.channels import TRIES
from flows.message_files import Attachment
from flows.policy.departure_facts import LATENESS


class MessageStatus(StrEnum):
    """The status of a message; receipts only raise its rank, so their order does not matter."""

    RECEIVED = "received"  # inbound, kept
    QUEUED = "queued"  # outbound, waits for its moment
    SENDING = "sending"  # judged and marked; the provider is being called, or was when we died
    UNKNOWN = "unknown"  # called, and no answer came: neither repeated nor forgotten
    SENT = "sent"  # the provider took it
    FAILED = "failed"  # the provider, or the network behind it, gave it up
    DELIVERED = "delivered"  # it reached the phone
    READ = "read"  # it was seen
    REFUSED = "refused"  # a rule forbade it; the verdict says which
    EXPIRED = "expired"  # its use was over before it could leave
    VOID = "void"  # its run moved on before it left


RANKS = {
    MessageStatus.QUEUED: 0,
    MessageStatus.SENDING: 1,
    MessageStatus.UNKNOWN: 2,
    MessageStatus.SENT: 3,
    MessageStatus.FAILED: 4,
    MessageStatus.DELIVERED: 5,
    MessageStatus.READ: 6,
}
FINAL = frozenset({MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.VOID, MessageStatus.RECEIVED})
OPEN = frozenset(
    {MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNKNOWN}
)  # what comes of it is not known yet
TAKEN = (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ)  # a provider has it
LEFT = (
    MessageStatus.SENDING,
    MessageStatus.UNKNOWN,
    *TAKEN,
)  # it may have reached its person: what caps, spending and lift count


class Failure(StrEnum):
    """The meaning of a failed call. Each provider's module maps its codes to these."""

    RETRY = "retry"  # never reached, or refused for load: the same call again, later
    LATER = "later"  # a phone that is off, a tier that is spent: again after a long pause, few times
    TEMPLATE = "template"  # outside the WhatsApp window: only an approved template may go, never the same body
    ADDRESS = "address"  # this address can never be reached on this channel
    BLOCKED = "blocked"  # the person blocked us on this channel until they write again
    SUPPRESSED = "suppressed"  # the person opted out at the provider: a revocation for the ledger
    CAPPED = "capped"  # this person has had their share of marketing there: again, ever later, then another channel
    CHANNEL = "channel"  # this person, by this channel, not now: another consented channel may
    FILTERED = "filtered"  # a carrier's filter took it: no retry; the plan pauses and the admin gets a notice
    PICTURE = "picture"  # the provider cannot have the picture, or not show it: the same text, without it
    EXPIRED = "expired"  # the provider held it until it was too late
    SENDER = "sender"  # our number or credentials do not work: the sender pauses and the admin gets a notice
    SETUP = "setup"  # trial account or country not enabled: the admin gets a notice, the message fails
    UNKNOWN = "unknown"  # the request was written and no answer came: it may have been sent
    ALERT = "alert"  # a code nobody told us of: no repeat, and somebody looks


TELLS_ADMIN = frozenset({Failure.FILTERED, Failure.SENDER, Failure.SETUP, Failure.ALERT})


PAGE = "page"
"""The id of a button that opens a form of ours."""
GONE = "gone"
"""The code of an edit whose message was deleted or can no longer be changed."""

LATE = "late"
"""The code of a message that was not handed over, because too long passed since its verdict: no provider was called."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of one call to a provider. ``failure`` None is success.

    ``after`` is the provider's Retry-After (in real time, not the business's); ``detail`` is for the admin and contains
    no phone number and no text; ``micros`` and ``currency`` are the price if known at once. ``values`` is the result of
    a call that sends no message (a payment link's address, the state of a refund).
    """

    provider_id: str | None = None
    failure: Failure | None = None
    code: str | None = None
    detail: str = ""
    after: timedelta | None = None
    micros: int | None = None
    currency: str | None = None
    values: Mapping[str, str | int] | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A button or a row under a message: its label, the id that is sent back, or the address that it opens.

    ``detail`` is a second line where the channel draws a list. A button with the id PAGE opens a form of ours.
    """

    id: str
    text: str
    url: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons or a list that the vendor draws under ``body``: the id of its content template, and the template's
    values."""

    content: str
    body: str
    variables: Mapping[str, str]


@dataclass(slots=True)
class Outgoing:
    """One message, judged, rendered and marked ``sending``, for a channel to send.

    ``to`` is the address without its channel (``+1314…``, ``99``); ``valid_for`` is how long the provider may still
    deliver it; ``callback`` is the URL for receipts; ``content`` is an approved template's ContentSid, sent with
    ``variables`` instead of ``text``; ``registered`` are the ids of the sender and the text in a country's registry
    (India's DLT). The provider downloads ``picture``, the address of the media above the text. ``file`` is uploaded
    instead, as a picture if ``shown``. ``captioned``: for an edit, the text is a caption. ``menu`` is tried first;
    ``text`` contains the same choices. ``marketing``: its purpose is marketing; ``subject`` is for channels with
    subjects. ``end`` opens the page that ends marketing at the address, on channels that end it by a link; ``footer``
    says who sends, below the text; ``locale`` is the text's. ``references`` are the ids of the thread of a mail that
    ``reply_to`` ends, and ``automatic`` marks an answer that no person wrote (RFC 3834). ``pixel`` is the address of
    the picture that counts the opened message, "" for none.

    It is not frozen, since the sender sets the ``callback`` and what is left of ``valid_for`` just before the call.
    """

    id: UUID
    to: str
    text: str
    keys: tuple[Key, ...] = ()
    content: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    callback: str | None = None
    valid_for: timedelta = LATENESS
    reply_to: str | None = None
    registered: tuple[str, str] | None = None
    picture: str | None = None
    file: Attachment | None = None
    shown: bool = False
    captioned: bool = False
    menu: Menu | None = None
    marketing: bool = False
    subject: str | None = None
    end: Key | None = None
    footer: str = ""
    locale: str = "en"
    references: tuple[str, ...] = ()
    automatic: bool = False
    pixel: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A provider's answer about a message of unknown outcome: ``answer`` None means that it does not have the
    message."""

    asked: bool
    answer: Answer | None = None


# What WhatsApp's limit per person held back is never repeated at once, and ever later:
# https://www.twilio.com/docs/api/errors/63049,
# https://support.twilio.com/hc/en-us/articles/34591224178331-Marketing-Message-Limits-on-WhatsApp
_FIRST_WAIT = {
    Failure.RETRY: timedelta(seconds=15),
    Failure.LATER: timedelta(minutes=45),
    Failure.CAPPED: timedelta(hours=1),
}
_MOST_TRIES = {Failure.LATER: 3, Failure.CAPPED: 3}


def plan_next_try(failure: Failure, attempts: int, draw: float, tries: int = TRIES) -> timedelta | None:
    """Return how long to wait before try number ``attempts`` + 1; None to give up: after ``tries`` of RETRY.

    The wait doubles each time, spread by ±20 % with ``draw`` (0 to 1), so that a thousand failed messages are not
    retried at once.
    """
    most = tries if failure is Failure.RETRY else _MOST_TRIES.get(failure)
    if most is None or attempts >= most:
        return None
    return _FIRST_WAIT[failure] * float(2 ** (attempts - 1) * (0.8 + 0.4 * draw))


def get_final_failure(failure: Failure) -> Failure:
    """Return the failure after the last retry. A person at a provider's limit becomes one to try on another channel."""
    return Failure.CHANNEL if failure is Failure.CAPPED else failure
