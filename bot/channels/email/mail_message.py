"""A mail as bytes (RFC 5322): headers, the text, the same text as HTML, and its file.

Texts are written here, as the library takes a millisecond for each; files by the library.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from uuid import UUID

from bot.channels.email.mail_layout import write_html, write_plain
from flows.business import MailServer
from flows.delivery import Outgoing
from flows.message_files import Attachment

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_MOST_REFERENCES = 10
_FOLD = "\r\n "
_HEADER_ENDS = re.compile(rb"\r\n(?![ \t])|\r(?!\n)|(?<!\r)\n")
_SHORT = 66  # characters that need no fold: https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1
_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")  # most of all
_PLAIN = re.compile(r"[!-~]{1,900}")


class Unwritable(Exception):
    """A mail cannot be written; the message names the header, and nothing of what it holds. ``code`` is for reports."""

    code = "header"


class Unspelled(Unwritable):
    """The part of an address before the @ has letters that need SMTPUTF8 (RFC 6531), which few servers take."""

    code = "smtputf8"


def make_message_id(message: UUID, sender: str) -> str:
    """Return the Message-ID of a message of ours: the same at each try, so that programs show a repeat once."""
    return f"<{message}@{sender.rpartition('@')[2]}>"


def write_mail(outgoing: Outgoing, server: MailServer, sender: str, sent_at: datetime) -> bytes:
    """Return the mail with CRLF line ends. Raises Unwritable for a header with a line break or a wrong address."""
    subject = outgoing.subject or ""
    headers = [
        _write_sender("From", sender, server.name),
        _write_sender("Reply-To", server.reply_to, "") if server.reply_to else b"",
        _write_header("To", outgoing.to if _ADDRESS.fullmatch(outgoing.to) else _read_address("To", outgoing.to)),
        _write_header("Subject", _disarm(subject)),
        _write_plain_headers({"Message-ID": make_message_id(outgoing.id, sender), **_make_end_headers(outgoing)}),
        _write_plain_headers({**_make_thread_headers(outgoing), "MIME-Version": "1.0"}),
        f"Date: {format_datetime(sent_at)}\r\n".encode(),
    ]
    return b"".join(headers) + _write_content(subject, outgoing)


def _write_content(subject: str, outgoing: Outgoing) -> bytes:
    """Return the parts of a mail, beginning with the header of the outermost."""
    boundary, file = outgoing.id.hex, outgoing.file
    shown = file is not None and outgoing.shown
    words = (outgoing.text, outgoing.keys, outgoing.footer, outgoing.end)
    picture = f"cid:{boundary}" if shown else outgoing.picture or ""  # a mail program fetches it, and no server of ours
    page = _write_text("html", write_html(subject, outgoing.locale, *words, picture, outgoing.pixel))
    if file is not None and shown:
        page = _join_parts("related", boundary, [page, _write_file(file, boundary)])
    plain = write_plain(*words)
    both = _join_parts("alternative", boundary, [_write_text("plain", plain), page])
    return both if file is None or shown else _join_parts("mixed", boundary, [both, _write_file(file)])


def _write_text(subtype: str, text: str) -> bytes:
    """Return a text part in UTF-8, as quoted-printable: no line has more than 76 characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode() + binascii.b2a_qp(lines.encode())


def _write_file(file: Attachment, content_id: str = "") -> bytes:
    """Return a file part: to be saved, or shown in the page that names its ``content_id`` (RFC 2392)."""
    part = MIMEPart(policy=SMTP)
    kind, subtype = file.media_type.split("/")
    way = "inline" if content_id else "attachment"
    cid = f"<{content_id}>" if content_id else None
    part.set_content(file.body, kind, subtype, disposition=way, filename=file.name, cid=cid)
    return part.as_bytes()


def _join_parts(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Return a multipart. No part has its boundary, as neither of the encodings writes ``=_`` (RFC 2045, 6.7)."""
    line = f"=_{kind}_{boundary}"
    begin = f"\r\n--{line}\r\n".encode()
    of = ' type="text/html";' if kind == "related" else ""  # RFC 2387 wants the type of the first part
    head = f'Content-Type: multipart/{kind};{of} boundary="{line}"\r\n'.encode()
    return head + b"".join(begin + part for part in parts) + f"\r\n--{line}--\r\n".encode()


def _disarm(words: str) -> str:
    """Return the words without the beginning of an encoded word (RFC 2047), which the library would decode."""
    return words.replace("=?", "= ?")


@lru_cache(maxsize=256)
def _write_sender(header: str, value: str, name: str) -> bytes:
    return _write_header(header, _read_address(header, value, _disarm(name)))


def _write_plain_headers(headers: Mapping[str, str]) -> bytes:
    """Return headers that no program may find encoded or folded: RFC 2047, section 5, and RFC 2369, section 2."""
    for name, value in headers.items():
        if not all(_PLAIN.fullmatch(line) for line in value.split(_FOLD)):
            raise Unwritable(f"{name} holds a blank or a sign that is no ASCII")
    return b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())


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


def _write_header(name: str, value: str | Address) -> bytes:
    """Return one header, folded and encoded. Raises Unwritable if it would be more than one."""
    if isinstance(value, str) and len(value) <= _SHORT and value.isascii() and value.isprintable():
        return f"{name}: {value}\r\n".encode()  # what the library makes of it as well, in a third of the mail's time
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in str(value)):
        raise Unwritable(f"{name} holds a line break or a control character")
    try:
        written: bytes = SMTP.header_factory(name, value).fold(policy=SMTP).encode("ascii")
    except (MessageError, ValueError) as error:
        raise Unwritable(f"{name} cannot be written: {type(error).__name__}") from None
    if len(_HEADER_ENDS.findall(written)) != 1:
        raise Unwritable(f"{name} holds another header")
    return written


def _read_address(header: str, value: str, name: str = "") -> Address:
    if not value.isascii():  # a domain in another script is in ASCII here: flows/mail_address.py
        raise Unspelled(f"{header} has letters that only SMTPUTF8 can write")
    try:
        return Address(name, addr_spec=value)
    except (ValueError, IndexError, HeaderParseError):
        raise Unwritable(f"{header} is no mail address") from None
