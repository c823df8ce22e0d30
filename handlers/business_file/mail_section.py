"""The mail server of a business: ``[channels.email]``."""

import re
from dataclasses import replace
from email.utils import getaddresses, parseaddr

from flows.business import IMAPS, ChannelSettings, InboundProvider, MailInbox, MailServer, MailTls
from handlers.business_file import address_values, file_values
from handlers.business_file.file_values import reads, strip_quoted
from handlers.business_file.secret_keys import add_secret, from_environment
from handlers.business_file.toml_table import Needed, Table

MAIL_KEYS = (
    *("host", "port", "tls", "user", "password", "reply_to", "dkim_domain", "dkim_selector", "dkim_key"),
    *("inbound", "track_opens", "double_opt_in"),
)
_POSTING = (InboundProvider.SENDGRID, InboundProvider.MAILGUN)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PORTS = {MailTls.STARTTLS: 587, MailTls.TLS: 465, MailTls.NONE: 25}  # RFC 6409, RFC 8314, RFC 5321
_LOOPBACK = frozenset({"localhost", "127.0.0.1"})
_PEM = re.compile(r"-----BEGIN (RSA )?PRIVATE KEY-----\n[A-Za-z0-9+/=\s]+-----END (RSA )?PRIVATE KEY-----")
_LABEL = file_values.matching("[A-Za-z0-9_-]{1,63}", 'a selector, like "s1"')


def _read_sender(value: object) -> str | None:
    text = strip_quoted(value)
    found = getaddresses([text])
    if len(found) != 1 or not text.isprintable() or not _ADDRESS.fullmatch(found[0][1]):
        return None
    return text


parse_sender = reads('a mail address, like "Tiger Tees <hello@tigertees.example>"', _read_sender)
"""A mail address, alone or behind a name."""


def _read_pem(value: object) -> str:
    """Parse a private key; in a variable of the environment its line breaks may be written as \\n."""
    text = str(value).replace("\\n", "\n").strip()
    if not _PEM.fullmatch(text):
        raise ValueError("must be an RSA private key in PEM, which begins with -----BEGIN")
    return text


def read_mail_channel(usual: ChannelSettings, table: Table) -> ChannelSettings:
    """Parse the settings of a business's mails; the password and the key for DKIM are secrets."""
    tls = MailTls(table.read("tls", file_values.parse_one_of(*MailTls), MailTls.STARTTLS.value))
    host = table.read("host", Needed(from_environment(table, address_values.host), '"smtp.example.com"'), "")
    user = table.read("user", from_environment(table, file_values.text(254)), "")
    name, address = parseaddr(table.read("from", Needed(parse_sender, '"Tiger Tees <hello@tigertees.example>"'), ""))
    server = MailServer(
        host=host,
        port=table.read("port", file_values.whole(1, 65_535), _PORTS[tls]),
        tls=tls,
        user=user,
        name=name,
        reply_to=parseaddr(table.read("reply_to", parse_sender, ""))[1],
        dkim=_read_dkim(usual.channel, table),
        double_opt_in=table.read("double_opt_in", file_values.flag, False),
        inbound=_read_inbound(usual.channel, table.section("inbound")) if "inbound" in table else None,
        track_opens=table.read("track_opens", file_values.flag, True),
    )
    if user:
        add_secret(table, usual.channel, "password")
    else:
        table.ignore("password")
    if user and tls is MailTls.NONE and host not in _LOOPBACK:
        table.add_mistake("tls", "would send the password unencrypted: use starttls or tls, or leave out user")
    return replace(usual, address=address, mail=server)


def _read_dkim(channel: str, table: Table) -> tuple[str, str] | None:
    """Parse the key for signatures: its domain, its selector and the key itself, all or none."""
    if not any(key in table for key in ("dkim_domain", "dkim_selector", "dkim_key")):
        return None
    domain = table.read("dkim_domain", Needed(address_values.host, '"tigertees.example"'), "")
    selector = table.read("dkim_selector", Needed(_LABEL, '"s1"'), "")
    add_secret(table, channel, "dkim_key", _read_pem)
    return domain, selector


def _read_inbound(channel: str, table: Table) -> MailInbox:
    """Parse where answers come in: a mailbox, or a provider that posts them, each with its secret."""
    if "provider" in table:
        provider = InboundProvider(table.read("provider", file_values.parse_one_of(*_POSTING), _POSTING[0]))
        add_secret(table, channel, "secret", stored="inbound_secret")
        return MailInbox(provider)
    host = table.read("imap_host", Needed(from_environment(table, address_values.host), '"imap.example.com"'), "")
    user = table.read("imap_user", Needed(from_environment(table, file_values.text(254)), '"hello@example.com"'), "")
    add_secret(table, channel, "imap_password")
    name, _, port = host.partition(":")
    return MailInbox(InboundProvider.IMAP, name, user, int(port or IMAPS))
