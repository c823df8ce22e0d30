"""The providers of our channels: one row each, with everything the service needs. An account is loaded when built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.channels import provider_origins
from bot.channels.channel import VendorAccount
from bot.channels.inbound_request import LARGEST_FORM, LARGEST_POST
from flows.business import ChannelSettings, MailTls
from flows.channels import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A provider of channels; its webhooks, if it has any, are posted below ``/channels/<provider>/<business>``."""

    build: Callable[[ChannelSettings, Mapping[str, str], str], VendorAccount]
    """Builds the account from a channel's settings, its secrets, and an origin. Raises KeyError for a missing secret.
    """

    origin: Callable[[ChannelSettings], str]  # the address of the provider's API, or of the business's own server
    secrets: Callable[[ChannelSettings], tuple[str, ...]]
    """The keys of a channel's section that are secrets and without which nothing works."""

    proof: str | None = None
    """The header of a webhook that carries the provider's proof. None if the body or the address carries it: then a
    request is read before its account can refuse it."""

    inbound: str | None = ""  # the path of what people do; None if the provider posts nothing
    receipts: str | None = None
    """The path of receipts, which each message gives to the provider; None if they come to the path of messages."""

    named: bool = False  # the account tells its name (NamedChannel), which has to be the one in our links
    polled: bool = False  # the account can be asked for what people do (Polled)
    mailbox: Callable[[ChannelSettings], str | None] | None = None
    """The address of the server that is polled, with a public address or without; None where a channel has none.
    Without the function, the provider is polled where there is no public address."""

    longest: int | None = None  # bytes of a webhook, None for what the service takes of anybody
    thanks: tuple[str, str] = ("", "text/plain")  # the answer to a webhook, and its type

    def polls(self, settings: ChannelSettings, *, posted: bool) -> bool:
        """Return True for a channel to be polled; ``posted``: a provider can post to a public address."""
        return self.polled and (not posted if self.mailbox is None else self.mailbox(settings) is not None)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of its webhooks."""
        return tuple(path for path in (self.inbound, self.receipts) if path is not None)


def _twilio(settings: ChannelSettings, secrets: Mapping[str, str], origin: str) -> VendorAccount:
    from bot.channels.twilio import Twilio

    return Twilio(settings.channel, settings.account, secrets["auth_token"], settings.address, origin)


def _telegram(settings: ChannelSettings, secrets: Mapping[str, str], origin: str) -> VendorAccount:
    from bot.channels.telegram import Telegram

    return Telegram(secrets["token"], secrets.get("secret", ""), origin, settings.address)


def _list_mail_secrets(settings: ChannelSettings) -> tuple[str, ...]:
    server = settings.mail
    found = {"password": server and server.user, "dkim_key": server and server.dkim}
    return (*(name for name, needed in found.items() if needed), *_name_inbound_secret(settings))


def _name_inbound_secret(settings: ChannelSettings) -> tuple[str, ...]:
    inbox = settings.mail and settings.mail.inbound
    return () if not inbox else ("inbound_secret",) if inbox.posts else ("imap_password",)


def _smtp(settings: ChannelSettings, secrets: Mapping[str, str], origin: str) -> VendorAccount:
    from bot.channels.email import EmailAccount

    assert settings.mail is not None, "a channel of mails has a server"
    password = secrets["password"] if settings.mail.user else ""
    key = secrets["dkim_key"] if settings.mail.dkim else ""
    inbound = "".join(secrets[name] for name in _name_inbound_secret(settings))
    return EmailAccount(settings.address, settings.mail, password, origin, key, inbound)


def _make_mail_origin(settings: ChannelSettings) -> str:
    assert settings.mail is not None, "a channel of mails has a server"
    scheme = "smtps" if settings.mail.tls is MailTls.TLS else "smtp"
    return f"{scheme}://{settings.mail.host}:{settings.mail.port}"


def _find_mailbox(settings: ChannelSettings) -> str | None:
    inbox = settings.mail and settings.mail.inbound
    return inbox.origin if inbox and not inbox.posts else None


TWILIO = Vendor(
    build=_twilio,
    origin=lambda _: provider_origins.TWILIO,
    secrets=lambda _: ("auth_token",),
    proof="X-Twilio-Signature",
    inbound="/inbound",
    receipts="/status",
    longest=LARGEST_FORM,
    thanks=('<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml"),
)
TELEGRAM = Vendor(
    build=_telegram,
    origin=lambda _: provider_origins.TELEGRAM,
    secrets=lambda _: ("token",),
    proof="X-Telegram-Bot-Api-Secret-Token",
    named=True,
    polled=True,
)
SMTP = Vendor(
    build=_smtp,
    origin=_make_mail_origin,
    secrets=_list_mail_secrets,
    polled=True,
    mailbox=_find_mailbox,
    longest=LARGEST_POST,
)

VENDORS: Mapping[str, Vendor] = MappingProxyType(
    {Provider.TWILIO: TWILIO, Provider.TELEGRAM: TELEGRAM, Provider.SMTP: SMTP}
)
"""Every row by its provider's name."""


def make_path(provider: str, business: str, path: str = "") -> str:
    """Return the webhook path of a provider for a business."""
    return f"/channels/{provider}/{business}{path}"
