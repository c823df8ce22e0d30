"""The facts of one planned send for its verdict. Times are aware UTC, money is in micro-units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flows.channels import CHANNELS, Medium

STOP_ASKED = timedelta(hours=24)
"""The time to answer the question whether our messages shall stop; then they stop."""

LATENESS = timedelta(hours=4)
"""The default maximum delay of a message, in permitted time."""

MONTH = timedelta(days=31)
"""How far back a verdict looks at a person's messages, and the minimum time between consent requests; a cap may look
back further."""


class Purpose(StrEnum):
    """The purpose of a message, as the law distinguishes them."""

    TRANSACTIONAL = "transactional"  # status, stock request, reply: no marketing consent needed
    MARKETING = "marketing"  # needs the consent of its programme


class Programme(StrEnum):
    """The programme of a marketing consent; never shared between programmes."""

    REMINDERS = "reminders"  # carts and what was left behind
    OFFERS = "offers"  # the shop's own campaigns
    PARTNER_OFFERS = "partner_offers"  # other brands, by a consent that names them
    WAITLIST = "waitlist"  # one message about one thing that is back, by a wish for that message


LASTING = tuple(one for one in Programme if one is not Programme.WAITLIST)
"""The programmes whose consent is valid until revoked; permission for one message is used up by that message."""


class ConsentState(StrEnum):
    """The state of a person's consent to this programme on this address."""

    NONE = "none"  # never asked, or not answered
    GRANTED = "granted"  # single opt-in
    CONFIRMED = "confirmed"  # double opt-in
    REVOKED = "revoked"  # taken back; only the person brings it back


AGREED = frozenset({ConsentState.GRANTED, ConsentState.CONFIRMED})
"""The consents that a person granted and can revoke."""


class AddressState(StrEnum):
    """Whether an address can be written to."""

    USABLE = "usable"  # nothing is known against it
    BLOCKED = "blocked"  # the person blocked us there
    GONE = "gone"  # it does not exist (any more)
    COMPLAINED = "complained"  # the person marked a mail there as spam; a person lifts it
    SUPPRESSED = "suppressed"  # opted out there: only the confirmation, HELP and, in a chat, answers may go


class Kind(StrEnum):
    """The kind of a send, which decides the rules that apply."""

    MESSAGE = "message"  # an ordinary message, by its purpose
    ASKED = "asked"  # a reminder at the moment the person named: judged as marketing, but no second one for its cart
    ANSWER = "answer"  # a reply to the person's own message
    NUDGE = "nudge"  # about what they ordered, and not waited for: keeps quiet hours, not where they opted out
    OPT_IN_ASK = "opt_in_ask"  # asks for consent: needs none, obeys quiet hours
    OPT_IN_REPLY = "opt_in_reply"  # asks for it in answer to their own START, JOIN or hello
    OPT_IN_DONE = "opt_in_done"  # confirms an opt-in
    OPT_OUT_DONE = "opt_out_done"  # confirms an opt-out
    HELP = "help"  # answers HELP, also after an opt-out
    STAFF = "staff"  # to the business's own people


ORDINARY = frozenset({Kind.MESSAGE, Kind.ASKED})
"""The kinds that we send on our own initiative. They are marketing if that is their purpose; other kinds never are."""

ANSWERS = frozenset({Kind.ANSWER, Kind.OPT_IN_REPLY, Kind.OPT_IN_DONE, Kind.OPT_OUT_DONE, Kind.HELP, Kind.STAFF})
"""Answers that somebody waits for: they leave first, even while the shop is paused."""

REQUESTED = ANSWERS - {Kind.OPT_IN_REPLY}
"""What a person gets whose data is kept and not used: answers to what they write, among them their record."""

ASKS = frozenset({Kind.OPT_IN_ASK, Kind.OPT_IN_REPLY})
"""The consent requests; a yes to one is a consent."""


@dataclass(frozen=True, slots=True)
class EarlierDeparture:
    """An earlier marketing message to this person, on any channel and of any flow; a fallback is not counted again.

    `thread` is the id of its conversation: a cart, a campaign, or else a run. `partners`: it was a partner offer.
    """

    at: datetime
    channel: str
    subject: str | None
    thread: str | None = None
    partners: bool = False


class PlaceKind(StrEnum):
    """The source of a reported place. Sentences with a single local time use the last kind here that is known."""

    BILLING = "billing"  # the billing address of a checkout or an order
    SHIPPING = "shipping"  # where a parcel goes
    LAST_SEEN = "last_seen"  # where they were when the shop last saw them
    STATED = "stated"  # the address on a customer's record, or one without a stated purpose
    ZONE = "zone"  # a time zone, and no address


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A reported place, unparsed: `country` is an ISO code, `region` in any form, `timezone` a name of the tz
    database."""

    kind: PlaceKind
    country: str | None = None
    region: str | None = None
    postal_code: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """The possible places of a person: all their numbers (E.164) and all reported places, oldest first.

    The first number is the recipient's, if the message goes to a number.
    """

    phones: tuple[str, ...] = ()
    places: tuple[ToldPlace, ...] = ()
    last_purchase_at: datetime | None = None

    @property
    def phone(self) -> str | None:
        """Return the number to use if there can be only one: the message's own, else the newest."""
        return self.phones[0] if self.phones else None

    @property
    def timezone(self) -> str | None:
        """Return the last reported time zone."""
        return next((place.timezone for place in reversed(self.places) if place.timezone), None)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `count` marketing messages to one person in any stretch of `per`."""

    count: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Closure:
    """A state or province (`US-LA`, with its name) that gets no marketing from the first day to the last, inclusive."""

    region: str
    name: str
    first_day: date = date.min
    last_day: date = date.max


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person chose for all marketing: none before ``paused_until``, and one message in ``days_apart`` days (0:
    no limit)."""

    paused_until: datetime | None = None
    days_apart: int = 0

    @property
    def cap(self) -> Cap | None:
        """Return the limit as a cap."""
        return Cap(1, timedelta(days=self.days_apart)) if self.days_apart else None

    def join(self, other: Preferences) -> Preferences:
        """Return the longer pause and the longer distance of the two."""
        pauses = (one for one in (self.paused_until, other.paused_until) if one)
        return Preferences(max(pauses, default=None), max(self.days_apart, other.days_apart))


@dataclass(frozen=True, slots=True)
class House:
    """The business's own policy: stricter than the rules, except for two of the carriers' that it may lift.

    `double_opt_in` None requires the second step for SMS to US and Canadian numbers, True for all SMS, False for none;
    `mail_double_opt_in` requires it for mails.
    `one_sms_per_cart` None applies to US numbers, True to every number, False to none. `daily_spend` None is no limit;
    `spent_today` is the spending since the business's local midnight. `ask_countries` are ISO codes of where consent
    may be requested (empty: `country`), `asks_an_hour` is the maximum, `asked` are the times of such requests in the
    last hour. `hours` (of calls, texts and chats), `mail_hours`, `closed_days` and `closed_states` are in the
    recipient's local time, and restrict what the law permits. `distance` is the minimum time between marketing messages
    of two conversations to one person; zero is none. `partner_caps` count the offers of all partners together.
    `mailing_address` is what messages show that must name one.
    """

    country: str
    timezone: str
    paused: bool = False
    double_opt_in: bool | None = None
    one_sms_per_cart: bool | None = None
    caps: tuple[Cap, ...] = ()
    daily_spend: int | None = None
    spent_today: int = 0
    ask_countries: tuple[str, ...] = ()
    asks_an_hour: int | None = None
    asked: tuple[datetime, ...] = ()
    hours: tuple[time, time] | None = None
    mail_hours: tuple[time, time] | None = None
    closed_days: tuple[date, ...] = ()
    closed_states: tuple[Closure, ...] = ()
    distance: timedelta = timedelta(0)
    partner_caps: tuple[Cap, ...] = ()
    mailing_address: str = ""
    mail_double_opt_in: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """One planned send with all facts for its verdict.

    `recent` are the person's marketing messages of the last `MONTH`, or of as long as a cap of the shop counts, and all
    messages about this subject, of any age and channel. `last_inbound_at` is the person's last message from this
    address; `stop_asked_at` is the time of an open question whether to stop our messages; `with_staff_until` is the
    staff's deadline to read an unclear message. `has_template`: an approved ContentSid exists. `stopped`: the person
    wrote STOP and has not come back at this address; it is only looked up for transactional SMS, as consent decides on
    marketing. `expires_after` is the maximum delay, in permitted time since `due_at`; `latest` is an absolute limit.
    `dear`: the number is premium, personal or satellite. `asked_at` is the person's last consent request in the last
    `MONTH`. `registered`: the text has the ids of a registered template, if its country requires them. `subject_at` is
    the cart's last activity, if it is about a cart; `thread` is the conversation that the send belongs to. `partner` is
    the folded name of the partner whose offer it is, `partners` are those that the consent at this address names.
    `restricted`: the person's data is kept and not used.
    """

    kind: Kind
    purpose: Purpose
    programme: Programme | None
    channel: str
    subject: str | None
    person: Person
    address_state: AddressState
    consent: ConsentState
    house: House
    due_at: datetime
    recent: tuple[EarlierDeparture, ...] = ()
    last_inbound_at: datetime | None = None
    stop_asked_at: datetime | None = None
    with_staff_until: datetime | None = None
    has_template: bool = False
    stopped: bool = False
    price: int = 0
    expires_after: timedelta = LATENESS
    latest: datetime | None = None
    subject_at: datetime | None = None
    relevant: bool = True
    news: bool = False
    held_out: bool = False
    dear: bool = False
    asked_at: datetime | None = None
    registered: bool = False
    thread: str | None = None
    partner: str = ""
    partners: frozenset[str] = frozenset()
    preferences: Preferences = Preferences()
    restricted: bool = False

    @property
    def medium(self) -> Medium:
        """Return the medium of the channel, which decides the laws."""
        return CHANNELS[self.channel].medium

    @property
    def markets(self) -> bool:
        """Return True if the rules of marketing apply; answers and confirmations are never marketing."""
        return self.kind in ORDINARY and self.purpose is Purpose.MARKETING

    @property
    def offers_partners(self) -> bool:
        """Return True if the message sells for a partner."""
        return self.markets and (self.programme is Programme.PARTNER_OFFERS or self.partner != "")

    @property
    def keeps_hours(self) -> bool:
        """Return True if quiet hours and states' caps apply."""
        return self.markets or self.kind in {Kind.NUDGE, Kind.OPT_IN_ASK}
