"""A mail that arrived, as events: an answer of a person, or a report about a mail of ours."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from hashlib import sha256

from bot.channels.channel import Inbound, Unreadable
from bot.channels.email.mail_headers import get_header, read_ids, read_sender, read_words
from bot.channels.email.mail_reports import is_automatic, is_report, read_report
from bot.channels.email.mail_text import find_text, split_reply
from flows.events import MessageReceived
from flows.mail_address import MAIL, normalise_mail

LARGEST_MAIL = 256 * 1024
"""Bytes of a mail that are read. Its headers and its text come first, files behind them."""
_MOST_REFERENCES = 20  # of a thread, the last
_MOST_NESTED = 20  # parts with parts: the library compares each line with the ends of all that are open
_NESTED = re.compile(rb"boundary[\s*0-9]*=", re.IGNORECASE)
_LONG = re.compile(rb"(?:^|[\r\n])content-[a-z-]+:(?:[^\n]|\n[ \t]){1000}", re.IGNORECASE | re.DOTALL)
"""A header with parameters that is long: the library takes the square of its length."""


def read_mail(raw: bytes, now: datetime, inbound: str) -> tuple[Inbound, ...]:
    """Return what a mail to ``inbound``, our address, tells; empty for robots, our own mails and others' reports.

    Only the first ``LARGEST_MAIL`` bytes are parsed. Raises Unreadable.
    """
    raw = raw[:LARGEST_MAIL]
    if _LONG.search(raw) or sum(1 for _ in _NESTED.finditer(raw)) > _MOST_NESTED:
        raise Unreadable("the mail has a header that is too long, or too many parts inside each other")
    try:
        mail = BytesParser(policy=compat32).parsebytes(raw)
        if is_report(mail):
            return read_report(mail, inbound, now)
        return () if is_automatic(mail) else _read_message(mail, raw, now, inbound)
    except RecursionError:  # mails inside each other
        raise Unreadable("the mail has too many parts inside each other") from None


def _read_message(mail: Message, raw: bytes, now: datetime, inbound: str) -> tuple[MessageReceived, ...]:
    address, name = read_sender(mail)
    if address is None or address == normalise_mail(inbound):
        return ()
    new, quoted = split_reply(find_text(mail))
    own, answered = read_ids(get_header(mail, "message-id")), read_ids(get_header(mail, "in-reply-to"))
    thread = read_ids(get_header(mail, "references")) or answered
    reply_to = answered[-1:] or thread[-1:]
    return (
        MessageReceived(
            MAIL,
            address,
            inbound,
            own[0] if own else f"<{sha256(raw).hexdigest()}>",
            new,
            now,
            name=name or None,
            reply_to=reply_to[0] if reply_to else None,
            subject=read_words(get_header(mail, "subject")),
            quoted=quoted,
            references=thread[-_MOST_REFERENCES:],
        ),
    )
