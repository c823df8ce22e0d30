"""The proof for ``doctor`` that mails are signed (DKIM), by our key or by the mail server, so that mail programs show
one click: the signature is valid, counts for the sender's domain, and covers both headers (RFC 8058, section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import dkim
from dkim.dnsplug import get_txt

from bot.channels.email.mail_message import write_mail
from flows.business import MailServer
from flows.delivery import Key, Outgoing

FindRecord = Callable[..., bytes | None]
"""Returns the text record of a name, None for none: ``(name, timeout)``. Raises DnsTimeoutError."""
Line = tuple[bool, str]

find_record: FindRecord = get_txt
_COVERED = frozenset({b"list-unsubscribe", b"list-unsubscribe-post"})
_NAME = re.compile(rb"[A-Za-z0-9._-]{1,253}")
_BROKEN = (dkim.DKIMException, ValueError, KeyError, TypeError, IndexError)  # the library parses what anybody wrote


def write_sample(message: UUID, to: str, server: MailServer, sender: str, now: datetime) -> bytes:
    """Return a mail with both headers of one click and its id in the subject, as some servers change a Message-ID. It
    is marked so that no robot answers it (RFC 3834)."""
    text = "parley doctor sent this mail to see how your mail server signs. You can delete it."
    end = Key("end", "Unsubscribe", "https://example.com/")
    sample = Outgoing(message, to, text, subject=f"A test of your mail server: {message}", marketing=True, end=end)
    return b"Auto-Submitted: auto-generated\r\n" + write_mail(sample, server, sender, now)


def check_signature(mail: bytes, sender: str, find: FindRecord = find_record) -> list[Line]:
    """Return one result line about the signatures of a mail from the address ``sender``. It asks the DNS and takes
    seconds."""
    wrong = []
    for domain, fault in _examine(mail, sender.rpartition("@")[2], find):
        if not fault:
            return [(True, f"mails are signed for {domain}, and one click is covered")]
        wrong.append(f"that of {domain} {fault}")
    told = "; ".join(wrong) or "a mail to your own mailbox has none"
    return [(False, f"no DKIM signature lets mail programs offer one click: {told} (docs/going-live.md)")]


def check_dmarc(sender: str, find: FindRecord = find_record) -> list[Line]:
    """Return a result line: the sender's domain, or one above it, says what becomes of forged mails (RFC 7489)."""
    labels = sender.rpartition("@")[2].split(".")
    try:
        for above in range(len(labels) - 1):
            record = find(f"_dmarc.{'.'.join(labels[above:])}.", timeout=5)
            if record and record.startswith(b"v=DMARC1"):
                return [(True, "the sender's domain has a DMARC record")]
    except dkim.DnsTimeoutError:
        return [(False, "the DNS does not answer, so DMARC cannot be checked")]
    return [(False, f"publish a DMARC record at _dmarc.{'.'.join(labels)}: large mailbox providers ask for it")]


def is_aligned(domain: str, sender_domain: str) -> bool:
    """Return True if DMARC counts a signature of ``domain``: it is the sender's, above it or below it."""
    one, other = (f".{name.lower()}" for name in (domain, sender_domain))
    return one.endswith(other) or other.endswith(one)


def _examine(mail: bytes, sender_domain: str, find: FindRecord) -> Iterator[tuple[str, str]]:
    """Yield the domain of each signature with its fault, "" for none."""
    try:
        read = dkim.DKIM(mail)
    except _BROKEN:
        return
    for at in range(sum(name.lower() == b"dkim-signature" for name, _ in read.headers)):
        try:
            valid = read.verify(at, dnsfunc=find)
        except _BROKEN:
            valid = False
        signs = read.domain if read.domain and _NAME.fullmatch(read.domain) else b"an unreadable domain"
        domain = signs.decode()
        if not is_aligned(domain, sender_domain):
            yield domain, f"does not count for {sender_domain}"
        elif not set(read.include_headers or ()) >= _COVERED:
            yield domain, "does not cover List-Unsubscribe and List-Unsubscribe-Post"
        else:
            yield domain, "" if valid else "is broken, or its key is not in the DNS"
