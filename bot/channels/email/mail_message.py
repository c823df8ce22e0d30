"""A mail as bytes (RFC 5322): headers, the text and the same text as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, compat32
from uuid import UUID

from bot.channels.email.mail_layout import write_html, write_plain
from flows.business import MailServer
from flows.delivery import Outgoing

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_MOST_REFERENCES = 10
_FOLD = "\r\n "
LONGEST_LINE = 998  # characters of a line: https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1


class Unwritable(Exception):
    """A mail cannot be written; the message names the header, and nothing of what it holds."""


def make_message_id(message: UUID, sender: str) -> str:
    """Return the Message-ID of a message of ours: the same at each try, so that programs show a repeat once."""
    return f"<{message}@{sender.rpartition('@')[2]}>"


def write_mail(outgoing: Outgoing, server: MailServer, sender: str, sent_at: datetime) -> bytes:
    """Return the mail with CRLF line ends. Raises Unwritable for a header with a line break or a wrong address."""
    mail = EmailMessage(policy=SMTP)
    subject = _disarm(outgoing.subject or "")
    headers = {
        "From": _address("From", sender, _disarm(server.name)),
        "To": _address("To", outgoing.to),
        "Subject": subject,
        "Date": sent_at,
        "Reply-To": _address("Reply-To", server.reply_to) if server.reply_to else None,
    }
    for name, value in headers.items():
        if value is not None:
            _set_header(mail, name, value)
    plain = write_plain(outgoing.text, outgoing.keys, outgoing.footer, outgoing.end)
    page = write_html(subject, outgoing.locale, outgoing.text, outgoing.keys, outgoing.footer, outgoing.end)
    mail.set_content(plain, cte="quoted-printable")
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    ours = {"Message-ID": make_message_id(outgoing.id, sender), **_make_end_headers(outgoing)}
    ours |= _make_thread_headers(outgoing)
    return _write_plain_headers(ours) + _write_bytes(mail)


def _disarm(words: str) -> str:
    """Return the words without the beginning of an encoded word (RFC 2047), which the library would decode."""
    return words.replace("=?", "= ?")


def _write_plain_headers(headers: Mapping[str, str]) -> bytes:
    """Return headers that no program may find encoded or folded: RFC 2047, section 5, and RFC 2369, section 2."""
    for name, value in headers.items():
        if not all(re.fullmatch(r"[!-~]{1,900}", line) for line in value.split(_FOLD)):
            raise Unwritable(f"{name} holds a blank or a sign that is no ASCII")
    return b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())


def _write_bytes(mail: EmailMessage) -> bytes:
    """Return the bytes of a mail with no header but its own. Raises Unwritable."""
    try:
        written = mail.as_bytes()
    except (MessageError, ValueError) as error:
        raise Unwritable(f"a header cannot be written: {type(error).__name__}") from None
    if message_from_bytes(written, policy=compat32).keys() != mail.keys():
        raise Unwritable("a header holds another header")
    return written


def _make_end_headers(outgoing: Outgoing) -> dict[str, str]:
    """Return the headers for ending marketing with one click in a mail program: RFC 2369, and RFC 8058 for https
    alone."""
    if outgoing.end is None or not outgoing.end.url:
        return {}
    end = {"List-Unsubscribe": f"<{outgoing.end.url}>"}
    one_click = outgoing.end.url.startswith("https://")
    return end | ({"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if one_click else {})


def _make_thread_headers(outgoing: Outgoing) -> dict[str, str]:
    """Return the headers of an answer: its thread (RFC 5322, 3.6.4), and that no person wrote it (RFC 3834, 5).

    The ids are a stranger's, so only those with the form of an id are written.
    """
    told = {"Auto-Submitted": "auto-replied"} if outgoing.automatic else {}
    if outgoing.reply_to is None or not _MESSAGE_ID.fullmatch(outgoing.reply_to):
        return told
    known = [one for one in outgoing.references if _MESSAGE_ID.fullmatch(one)][-_MOST_REFERENCES:]
    return told | {"In-Reply-To": outgoing.reply_to, "References": _FOLD.join(known)}


def _set_header(mail: EmailMessage, name: str, value: object) -> None:
    if isinstance(value, str) and any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
        raise Unwritable(f"{name} holds a line break or a control character")
    mail[name] = value


def _address(header: str, value: str, name: str = "") -> Address:
    try:
        return Address(name, addr_spec=value)
    except (ValueError, IndexError, HeaderParseError):
        raise Unwritable(f"{header} is no mail address") from None
