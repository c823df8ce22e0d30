"""The channels to write to people, and the abilities of each: one row per channel, one field per trait.

Code checks a trait and never a channel's name. Vendor-specific code is in its module under ``bot/channels``, and in its
row of ``bot/channels/channel_vendors.py``. Where code must branch by channel, it is a ``match`` over ``ChannelName``
that ends in ``assert_never``, so that mypy reports each branch that lacks a new channel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote

from flows.mail_address import MAIL
from flows.message_files import LINKED, PICTURES, Files, Way

TRIES = 8
"""How often a message is handed over before it is given up, half an hour after the first try."""
SIMULATED = "simulator"
"""The provider of every channel in a sandbox."""


class ChannelName(StrEnum):
    """The permanent names: in rows, business files and the REST API."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    EMAIL = MAIL


class Provider(StrEnum):
    """The provider of a channel outside a sandbox."""

    TWILIO = "twilio"
    TELEGRAM = "telegram"
    SMTP = "smtp"  # the business's own mail server


class Medium(StrEnum):
    """The kind of contact that a law speaks of: ``medium`` in ``policy/data/rules.csv``."""

    PHONE = "phone"  # calls and texts to a number
    MAIL = "mail"  # e-mail
    CHAT = "chat"  # chat apps


class Buttons(StrEnum):
    """The texts that can have buttons."""

    NEVER = "never"  # nowhere
    APPROVED = "approved"  # in approved templates alone: a free text spells them out
    ANY = "any"  # in every text
    LINKS = "links"  # in every text, but those alone that open a page


class LineKind(StrEnum):
    """The proof that an address of a channel is of its owner."""

    PROVES = "proves"  # only the owner writes from the address: a phone number, a chat
    TYPED = "typed"  # anybody can type it: it proves nobody, joins no people, and takes no address from a person


@dataclass(frozen=True, slots=True)
class SessionMenus:
    """The buttons and lists that a platform draws under a free text while its window is open.

    ``buttons`` go under one text, each with a label of at most ``label`` characters; a list has ``rows``, each with a
    ``title`` and a ``detail``. The text above has at most ``longest`` characters.
    """

    buttons: int
    label: int
    rows: int
    title: int
    detail: int
    longest: int


@dataclass(frozen=True, slots=True)
class ChannelTraits:
    """The abilities of a channel, and the rules of its carriers and its platform."""

    name: str
    title: str  # how people call the channel
    provider: Provider
    field: str  # which field of a customer, in events and in ``flows.events.Customer``, holds an address of the channel
    line: LineKind
    medium: Medium  # which laws apply
    is_number: bool  # an address is a phone number in E.164
    is_chat: bool
    """A chat app: the head of the chat shows the business's name, so texts omit the brand; their variants are below."""

    texts: tuple[str, ...]
    """The variants of a text that the channel prefers to the SMS text, the best first: ``<locale>.<variant>.txt``."""

    segmented: bool  # texts are sent and billed in segments of 160 or 70 characters (3GPP TS 23.038 and 23.040)
    longest: int  # characters of one message, with some room
    rate: float  # messages a second that the provider takes from one sender, where it says no other
    preference: int
    """The default rank of the channel among a customer's channels: 1 is tried first."""

    opens: str
    """The pattern of the link that opens a chat with the sender, with ``address``, ``digits``, ``start`` and ``words``:
    see ``link``."""

    buttons: Buttons
    approves: bool
    """The platform accepts an approved text where free text is forbidden (``free-text`` in
    ``policy/data/rules.csv``)."""

    edits: bool  # a message that was sent can be changed
    receipts: bool  # the provider tells when a message reached the phone
    answers: bool  # the provider can be asked what came of a message of unknown outcome
    person_opens: bool
    """The person must write first, by pressing start: no bot can open a chat (core.telegram.org/bots/features)."""

    proves_writer: bool
    """The platform proves who wrote. An SMS sender can be forged, so SMS gets no staff or shop access, and a text is
    handled the same from any writer."""

    ids_name_chat: bool  # the provider's ids of messages hold the id of the chat, so an erasure takes them, too
    has_menu: bool = False  # a chat can show a menu of commands: https://core.telegram.org/bots/features#commands
    shows: tuple[str, ...] = ()
    """The channels whose numbers are proven to be the writer's, as the platform sends them with each message."""

    carriers: bool = False
    """Phone carriers' rules apply (CTIA, Messaging Principles; the US carriers' rules for cart reminders): required
    parts of consent requests and pages, and limits on a business's own wordings."""

    stop_ends_all: bool = False
    """After a STOP only answers to the person leave (CTIA, Messaging Principles 5.1.3). On other channels order updates
    continue until the person ends them too."""

    cancel_stops: bool = False  # a bare CANCEL is an opt-out, even with other meanings (47 CFR 64.1200(a)(10))

    double_opt_in: bool = False
    """Marketing may need a second opt-in step: a business may ask for it, and carriers do (``second-step`` in
    ``rules.csv``)."""

    one_per_cart: bool = False
    """A cart may get only one message: a business may limit that, and carriers do (``one-per-subject`` in
    ``rules.csv``)."""

    pumped: bool = False
    """Fraudsters can type expensive numbers into a form and earn from each text ("SMS pumping",
    twilio.com/docs/verify/preventing-toll-fraud). The shop never writes first to such numbers and foreign countries."""

    menus: SessionMenus | None = None
    """Free texts can have buttons and lists while the window is open, by content templates stored at the vendor."""

    caption: int = 0
    """Maximum characters of a text under a picture; 0: the channel carries no pictures."""

    files: Files = LINKED
    """How a file is sent together with a text."""

    tries: int = TRIES
    """How often a message is handed over while its provider says "later". Each pause is twice the one before."""

    at_once: int = 100  # messages that one sender can have on their way to its provider
    subjects: bool = False  # each message has a subject line

    ends_by_link: bool = False
    """Marketing carries a link that ends it, next to the text, which does not say STOP (RFC 8058)."""

    registered: bool = False  # to India every text leaves under the id that a DLT portal gave it (TRAI, TCCCPR 2018)

    @property
    def example(self) -> str:
        """Return an address, for examples."""
        number = "+12055550110" if self.is_number else "99"
        return "ann@example.com" if self.medium is Medium.MAIL else number

    def link(self, address: str, *, start: str, words: str) -> str | None:
        """Return the link that opens a chat with a sender. It starts a bot with ``start``; on other channels it
        pre-fills ``words``.

        None for a Twilio messaging service, which has no number for incoming texts.
        """
        if self.is_number and address.startswith(_SERVICE):
            return None
        plain = address.removeprefix("@")
        return self.opens.format(
            address=plain, digits=plain.removeprefix("+"), start=start, words=quote(words, safe="")
        )


_SERVICE = "MG"  # https://www.twilio.com/docs/glossary/what-is-a-sid

SMS = ChannelTraits(
    name=ChannelName.SMS.value,
    title="SMS",
    provider=Provider.TWILIO,
    field="phone",
    line=LineKind.PROVES,
    medium=Medium.PHONE,
    is_number=True,
    is_chat=False,
    texts=(),
    segmented=True,
    longest=1500,  # below 1600: https://www.twilio.com/docs/api/errors/21617
    rate=1.0,  # of a long code: https://help.twilio.com/articles/115002943027
    preference=3,
    # Phones disagree on what comes before the body, ? (RFC 5724) or &; both read ?&.
    opens="sms:{address}?&body={words}",
    buttons=Buttons.NEVER,
    approves=False,
    edits=False,
    receipts=True,
    answers=True,
    person_opens=False,
    proves_writer=False,
    ids_name_chat=False,
    carriers=True,
    stop_ends_all=True,
    cancel_stops=True,
    double_opt_in=True,
    one_per_cart=True,
    pumped=True,
    # MMS is of the US and Canada alone and costs more: https://www.twilio.com/docs/messaging/guides/accepted-mime-types
    files=LINKED,
    registered=True,
)
WHATSAPP = ChannelTraits(
    name=ChannelName.WHATSAPP.value,
    title="WhatsApp",
    provider=Provider.TWILIO,
    field="whatsapp",
    line=LineKind.PROVES,
    medium=Medium.CHAT,
    is_number=True,
    is_chat=True,
    texts=("chat",),
    segmented=False,
    longest=1500,  # below 1600: https://www.twilio.com/docs/api/errors/21617
    rate=80.0,  # https://www.twilio.com/docs/whatsapp/api#whatsapp-message-throughput
    preference=1,
    opens="https://wa.me/{digits}?text={words}",  # https://faq.whatsapp.com/5913398998672934
    buttons=Buttons.APPROVED,
    approves=True,
    edits=False,
    receipts=True,
    answers=True,
    person_opens=False,
    proves_writer=True,
    ids_name_chat=False,
    shows=(ChannelName.WHATSAPP.value, ChannelName.SMS.value),
    # https://www.twilio.com/docs/content/twilio-quick-reply and https://www.twilio.com/docs/content/twilio-list-picker
    menus=SessionMenus(buttons=3, label=20, rows=10, title=24, detail=72, longest=1024),
    caption=1024,  # https://developers.facebook.com/docs/whatsapp/cloud-api/messages/image-messages
    # A document has neither a caption nor a name: https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
    files=Files(way=Way.FETCHED, types=PICTURES | {"application/pdf"}, picture=5_000_000, other=16_000_000),
)
TELEGRAM = ChannelTraits(
    name=ChannelName.TELEGRAM.value,
    title="Telegram",
    provider=Provider.TELEGRAM,
    field="telegram",
    line=LineKind.PROVES,
    medium=Medium.CHAT,
    is_number=False,
    is_chat=True,
    texts=("buttons", "chat"),
    segmented=False,
    longest=3800,  # below 4096: https://core.telegram.org/bots/api#sendmessage
    rate=30.0,  # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    preference=2,
    opens="https://t.me/{address}?start={start}",  # https://core.telegram.org/api/links#bot-links
    buttons=Buttons.ANY,
    approves=False,
    edits=True,
    receipts=False,
    answers=False,  # no list of messages can be read by a bot: core.telegram.org/bots/api
    person_opens=True,
    proves_writer=True,
    ids_name_chat=True,
    shows=(ChannelName.SMS.value,),  # a number comes on a contact card of their own
    caption=1024,  # https://core.telegram.org/bots/api#sendphoto
    has_menu=True,
    # https://core.telegram.org/bots/api#sending-files
    files=Files(way=Way.UPLOADED, types=None, captioned=True, picture=10_000_000, other=50_000_000),
)

EMAIL = ChannelTraits(
    name=ChannelName.EMAIL.value,
    title="E-mail",
    provider=Provider.SMTP,
    field=MAIL,
    line=LineKind.TYPED,
    medium=Medium.MAIL,
    is_number=False,
    is_chat=False,
    texts=("mail", "buttons", "chat"),
    segmented=False,
    longest=100_000,  # no server's limit, but what a person may read
    rate=10.0,  # below 14 a second: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
    preference=4,
    opens="mailto:{address}?subject={words}",  # https://www.rfc-editor.org/rfc/rfc6068
    buttons=Buttons.LINKS,
    approves=False,
    edits=False,
    receipts=False,  # a server takes a mail and tells nothing more of it
    answers=False,
    person_opens=False,
    proves_writer=False,  # the From of a mail can be forged
    ids_name_chat=False,
    caption=100_000,  # a text of any length
    double_opt_in=True,
    # Over eight hours: greylisting may take four (https://www.rfc-editor.org/rfc/rfc6647#section-5), and a server that
    # is down gets some more. A message whose time is over ends before.
    tries=12,
    at_once=5,  # connections to one server: more are refused by many providers with 421
    subjects=True,
    ends_by_link=True,
    # 5 MB are 7 MB as they are written; the smallest common limit is 10 MB: https://www.rfc-editor.org/rfc/rfc2045#section-6.8
    files=Files(way=Way.UPLOADED, types=None, captioned=True),
)

_ROWS = {one.name: one for one in (SMS, WHATSAPP, TELEGRAM, EMAIL)}
CHANNELS: Mapping[str, ChannelTraits] = MappingProxyType(_ROWS)
"""Every channel by its name. Other addresses (an e-mail address, an id of a shop's system) are never written to."""


def select_channels(can: Callable[[ChannelTraits], bool]) -> tuple[str, ...]:
    """Return the names of the channels that meet the condition, in the table's order."""
    return tuple(one.name for one in CHANNELS.values() if can(one))


PHONES = select_channels(lambda one: one.is_number)
LINES = select_channels(lambda one: one.line is LineKind.PROVES)
"""The channels whose addresses prove who somebody is."""
PREFERRED = tuple(sorted(CHANNELS, key=lambda name: CHANNELS[name].preference))
PROVEN = tuple(sorted(select_channels(lambda one: one.proves_writer), key=lambda name: not CHANNELS[name].edits))
"""The channels that accept staff and shops; those with editable messages come first."""


def join_alternatives(words: Iterable[str]) -> str:
    """Format a list of alternatives: "Telegram or WhatsApp"."""
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last


EXAMPLES = join_alternatives(f"{one.name}:{one.example}" for one in CHANNELS.values())
"""An example address of each channel."""
PROVEN_TITLES = join_alternatives(CHANNELS[name].title for name in PROVEN)
PROVEN_SECTIONS = join_alternatives(f"[channels.{name}]" for name in PROVEN)
"""The chats of ``PROVEN`` for a sentence: their titles, and their sections in a business file."""


def get_title(name: str) -> str:
    """Return the title of a channel; the name itself if it is no channel."""
    return CHANNELS[name].title if name in CHANNELS else name
