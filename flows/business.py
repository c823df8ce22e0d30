"""A business's configuration, as far as flows and rules need it. It contains no secrets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flows.channels import CHANNELS, PREFERRED
from flows.money import Money
from flows.opening_hours import USUAL_HOURS, OpeningHours

YEAR = 366  # days: a leap year's, so that five years are never a day short

Approved = str | dict[str, str]
"""ContentSids of a text that WhatsApp approved: one per locale, or a single one in the business's own."""
STAFF_NOTICE = "staff_notice"
"""The approved template that can contain any notice to the staff."""
DISCOUNT_TEXT = "cart_reminder_last"
"""The text of a recovery step with a discount."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A discount of ``percent`` for carts of at least ``over`` whole currency units."""

    over: int
    percent: int


@dataclass(frozen=True, slots=True)
class Discount:
    """A step's discount: the largest percent that applies to the person and the cart; or, if ``base`` is 0, an
    ``amount`` off an order, and free shipping if that is None. Both are the same for everybody."""

    base: int
    first_order: int | None = None
    returning: int | None = None
    tiers: tuple[Tier, ...] = ()
    valid_for: timedelta = timedelta(hours=48)
    amount: Money | None = None

    @property
    def percent(self) -> int | None:
        """Return the percent without conditions; None for an amount and for free shipping."""
        return self.base or None

    @property
    def ships_free(self) -> bool:
        """Return True if the discount is free shipping."""
        return not self.base and self.amount is None

    @property
    def most(self) -> int:
        """Return the largest percent that anybody may get; 0 for an amount and for free shipping."""
        return self.base and max(
            self.base, self.first_order or 0, self.returning or 0, *(one.percent for one in self.tiers)
        )


@dataclass(frozen=True, slots=True)
class RecoveryStep:
    """One reminder, ``after`` the cart's last activity. ``arms`` are alternatives for equal numbers of people, with
    an optional ``text`` of their own."""

    after: timedelta
    discount: Discount | None = None
    arms: tuple[RecoveryStep, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Recovery:
    """The settings of cart recovery, and settings in its section of the file that apply to all messages.

    Read the latter from the business: ``channels_order``, ``double_opt_in``, ``counts_for``.
    """

    steps: tuple[RecoveryStep, ...] = (
        RecoveryStep(timedelta(minutes=30)),
        RecoveryStep(timedelta(hours=24)),
        RecoveryStep(timedelta(hours=48), Discount(10)),
    )
    double_opt_in: bool | None = None
    holdout: float = 0.0
    attribution_days: int = 5
    channels: tuple[str, ...] = PREFERRED


@dataclass(frozen=True, slots=True)
class MarketingCap:
    """At most ``count`` marketing messages to one person in any stretch of ``per``."""

    count: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class OpenHours:
    """The hours for marketing in people's local time; ``closes`` is excluded."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class ClosedState:
    """A state or province (``US-LA``, and its name) without marketing from ``since`` to ``until``, both included."""

    region: str
    name: str
    since: date | None = None
    until: date | None = None

    def __str__(self) -> str:
        since = f" from {self.since}" if self.since else ""
        return f"{self.name}{since}{f' until {self.until}' if self.until else ''}"


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """The business's own rules, which can only be stricter than the law's.

    ``countries`` are those where people may be asked by SMS for consent (empty: the business's own), ``asks_an_hour``
    the maximum of such messages. A campaign to more people than ``second_yes_above`` needs the confirmation of two
    staff members; None: of one. ``marketing_distance`` is the minimum time between marketing messages of different
    plans or campaigns to one person. ``partner_caps`` limit the offers of all partners together to one person.
    ``mail_hours`` are those of mail, ``hours`` those of every other channel.
    """

    one_sms_per_cart: bool | None = None
    sms_step: int = 1
    marketing_caps: tuple[MarketingCap, ...] = (MarketingCap(3, timedelta(days=7)),)
    marketing_distance: timedelta = timedelta(days=1)
    countries: tuple[str, ...] = ()
    asks_an_hour: int = 60
    second_yes_above: int | None = None
    hours: OpenHours | None = None
    mail_hours: OpenHours | None = None
    closed_days: tuple[date, ...] = ()
    closed_states: tuple[ClosedState, ...] = ()
    partner_caps: tuple[MarketingCap, ...] = (MarketingCap(1, timedelta(days=1)),)


@dataclass(frozen=True, slots=True)
class Registration:
    """The DLT registration of SMS to India: the sending ``entity``, and each text's template."""

    entity: str
    templates: dict[str, Approved] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsentSettings:
    """How a business proves people's consent.

    ``checkout_text`` is the text next to the checkbox of its checkout. Proof of a consent is stored for ``keep`` after
    the last message or statement about it, the time limit for claims: four years by 28 U.S.C. 1658, five by 16 CFR
    310.5. ``keep_erased``: also after an erasure, as GDPR 17(3)(e) permits for the defence of claims.
    """

    checkout_text: str = ""
    keep: timedelta = timedelta(days=5 * YEAR)
    keep_erased: bool = False


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """The settings of one channel of a business. ``address`` is the number, the messaging service, the bot's name or
    the mail address of the sender.

    ``rate`` is in messages per second; ``templates`` maps a template's name to the texts that WhatsApp approved for it;
    ``dlt`` is the registration of SMS to India; ``mail`` is the server of e-mail.
    """

    channel: str
    provider: str
    address: str
    account: str = ""
    rate: float = 1.0
    opt_out: str = "ours"
    templates: dict[str, Approved] = field(default_factory=dict)
    dlt: Registration | None = None
    mail: MailServer | None = None


class MailTls(StrEnum):
    """How the connection to a mail server is encrypted."""

    STARTTLS = "starttls"  # begun in the open, and encrypted before anything is said (RFC 3207)
    TLS = "tls"  # encrypted from the first byte (RFC 8314)
    NONE = "none"  # on this machine or a trusted network


IMAPS = 993  # the port of encrypted IMAP: RFC 8314


class InboundProvider(StrEnum):
    """Who has the mails that come in to a business: a mailbox, or a provider that posts them to us."""

    IMAP = "imap"
    SENDGRID = "sendgrid"
    MAILGUN = "mailgun"


@dataclass(frozen=True, slots=True)
class MailInbox:
    """Where mails to a business come in; ``host``, ``user`` and ``port`` are those of a mailbox."""

    provider: InboundProvider
    host: str = ""
    user: str = ""
    port: int = IMAPS

    @property
    def posts(self) -> bool:
        """Return True for a provider that posts mails to us."""
        return self.provider is not InboundProvider.IMAP

    @property
    def origin(self) -> str:
        """Return the address of the mailbox's server."""
        return f"imap://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The mail server of a business. ``name`` is the sender's name that people see; ``user`` is empty where the server
    wants no login. With ``dkim``, the domain and the selector of a key, we sign each mail ourselves. ``track_opens``:
    marketing has a picture that counts opened mails, where the law asks for no consent to it."""

    host: str
    port: int
    tls: MailTls = MailTls.STARTTLS
    user: str = ""
    name: str = ""
    reply_to: str = ""
    dkim: tuple[str, str] | None = None
    inbound: MailInbox | None = None
    double_opt_in: bool = False  # marketing needs a yes on our page, which only a reader of the mailbox can give
    track_opens: bool = True


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """A connected store; ``domain`` is its own name for the shop, ``client`` the client ID of the app that gets
    tokens."""

    provider: str
    domain: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """The provider of payments and refunds. ``account`` is the provider's own name for the account, "" if it
    has none."""

    provider: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class ProposerSettings:
    """The language model that proposes the meaning of unclear texts: ``model`` at ``url``, for at most ``a_day`` texts
    a day."""

    url: str
    model: str
    a_day: int = 200


@dataclass(frozen=True, slots=True)
class SplitWeights:
    """The costs in a split of one more shop, one more hour until completion, and one currency unit of commission.

    If all are zero, the fewest shops come first, then the earliest completion, then the lowest commission.
    """

    shops: float = 0.0
    hours: float = 0.0
    commission: float = 0.0


BY_US, BY_SHOP = "us", "shop"
"""Who carries pieces from a shop to us: the staff fetch them, or the shop brings them."""
HANDOVERS = (BY_US, BY_SHOP)


@dataclass(frozen=True, slots=True)
class Sourcing:
    """How a business gets its goods from shops. ``pay`` is "after" (the goods are found), "first", or "cod" (on
    delivery).

    A wave asks that many shops at once; the next one follows if no shop has everything. ``express_fee`` is in whole
    currency units, None if express is not offered. ``order_messages``: owners and managers get a message about each
    order. ``handover`` is the default for who carries pieces from a shop to us. ``courier_days`` is the time from the
    hand-over to the courier until delivery; if None, no delivery date is promised.
    """

    pay: str = "after"
    reserve: timedelta = timedelta(hours=48)
    answer_within: timedelta = timedelta(hours=24)
    wave: int = 3
    next_wave_after: timedelta = timedelta(hours=1)
    express_wave_after: timedelta = timedelta(minutes=15)
    express_fee: int | None = None
    quality_check: bool = False
    order_messages: bool = True
    weights: SplitWeights = SplitWeights()
    handover: str = BY_US
    courier_days: int | None = None

    def delivery(self, left_at: datetime, now: datetime) -> datetime | None:
        """Return when a parcel that left at ``left_at`` should arrive; None if that is unknown or has passed."""
        if self.courier_days is None:
            return None
        day = left_at + timedelta(days=self.courier_days)
        return day if day > now else None


@dataclass(frozen=True, slots=True)
class Referral:
    """The discount of a referral in whole currency units, for the referrer's next order and the new customer's first
    one."""

    amount: int


@dataclass(frozen=True, slots=True)
class ReturnSettings:
    """What follows a completed return. Without an offer a person gets ``exchange_url`` after a wrong size or colour,
    else ``donation_url``, each if it is set.

    Returns of one person within ``window`` become one message. ``holdout`` is the share of people who get no offers.
    An offer is shown again after ``seen_again``. A size is suggested by at least ``min_evidence`` people. A purchase
    counts up to ``conversion_days`` after its click, unless a partner has its own time.
    """

    exchange_url: str = ""
    donation_url: str = ""
    window: timedelta = timedelta(hours=2)
    holdout: float = 0.1
    seen_again: timedelta = timedelta(days=14)
    min_evidence: int = 20
    conversion_days: int = 7


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """The hours when the staff answer customers, in the business's time, and the open hours before they are reminded of
    a waiting question; None: never."""

    hours: OpeningHours = USUAL_HOURS
    nudge_after: timedelta | None = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Business:
    """A tenant. ``texts`` are its own wordings by template name.

    ``daily_spend`` is in whole units of ``spends_in``, None for no limit. ``terms`` and ``privacy`` (its own pages) and
    ``mailing_address`` (one line) are part of every text that asks for consent; marketing mail shows the address too.
    """

    id: str
    name: str
    country: str
    timezone: str
    currency: str
    locale: str = "en"
    site: str = ""
    support: str = ""
    terms: str = ""
    privacy: str = ""
    mailing_address: str = ""
    link_domain: str = ""
    daily_spend: int | None = None
    spends_in: str = "USD"
    channels: tuple[ChannelSettings, ...] = ()
    stores: tuple[StoreSettings, ...] = ()
    payments: tuple[PaymentSettings, ...] = ()
    recovery: Recovery = Recovery()
    policy: PolicySettings = PolicySettings()
    consent: ConsentSettings = ConsentSettings()
    retention: dict[str, int] = field(default_factory=dict)
    sourcing: Sourcing = Sourcing()
    referral: Referral | None = None
    returns: ReturnSettings | None = None
    second: ProposerSettings | None = None
    inbox: InboxSettings = InboxSettings()
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def channels_order(self) -> tuple[str, ...]:
        """Return the business's channels in its order of preference, for all purposes; set in ``[recovery]``."""
        return tuple(name for name in self.recovery.channels or PREFERRED if self.channel(name))

    @property
    def double_opt_in(self) -> bool | None:
        """Return whether a consent by SMS needs a second step; None: the number's country decides."""
        return self.recovery.double_opt_in

    @property
    def counts_for(self) -> timedelta:
        """Return how long after a message a purchase may be attributed to it, unless its plan sets its own time."""
        return timedelta(days=self.recovery.attribution_days)

    @property
    def wordings(self) -> tuple[Collection[str], ...]:
        """Return collections of the names of the business's own texts: one for its wordings, one for each channel's
        approved texts."""
        registered = (one.dlt.templates for one in self.channels if one.dlt is not None)
        return (self.texts, *(one.templates for one in self.channels), *registered)

    def channel(self, name: str) -> ChannelSettings | None:
        """Return the settings of the named channel; None if the business does not use it."""
        for settings in self.channels:  # asked several times for each message, so without a generator
            if settings.channel == name:
                return settings
        return None

    def rate_of(self, name: str) -> float:
        """Return the rate of a channel's sender in messages per second; the channel's default rate if no limit is set,
        as in a sandbox."""
        settings = self.channel(name)
        return (settings.rate if settings else 0.0) or CHANNELS[name].rate

    def approvals(self, channel: str, template: str | None) -> Mapping[str, str]:
        """Return the ContentSids of a template by approved locale; empty if there are none."""
        settings = self.channel(channel)
        return self._group_by_locale(settings.templates.get(template or "", {}) if settings else {})

    def get_approved_name(self, channel: str, template: str | None, *, staff: bool) -> str | None:
        """Return the name of an approved template for a message: its own, or for ``staff`` the general notice; None if
        neither is approved."""
        names = (template, STAFF_NOTICE if staff else None)
        return next((name for name in names if name and self.approvals(channel, name)), None)

    def list_registered(self, channel: str, template: str | None) -> Mapping[str, str]:
        """Return the ids of a text's DLT templates by locale; empty if it is not registered."""
        settings = self.channel(channel)
        known = settings.dlt.templates if settings is not None and settings.dlt is not None else {}
        return self._group_by_locale(known.get(template or "", {}))

    def _group_by_locale(self, found: Approved) -> Mapping[str, str]:
        return {self.locale: found} if isinstance(found, str) else found
