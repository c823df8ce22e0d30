"""Reports about our mails: bounces (RFC 3464), complaints (RFC 5965), and other answers of robots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_string
from email.message import Message
from email.utils import parseaddr
from uuid import UUID

from bot.channels.email.mail_headers import get_header, list_parts, read_ours
from bot.channels.email.smtp_replies import MailStage, classify
from flows.delivery import Failure
from flows.events import ComplaintArrived, ReceiptArrived
from flows.mail_address import MAIL, read_mail

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_REPLY = re.compile(r"\b([45]\d\d)[ -]")
_OF_US = frozenset({Failure.ALERT, Failure.SENDER})
"""Failures that say nothing of the address. A report is anybody's, so it cannot pause our mails to all others."""
_TOLD = {"failed": "failed", "delivered": "delivered"}  # a mail that is delayed or was passed on is still on its way
_ROBOTS = ("x-autoreply", "x-autorespond", "list-id")
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})


def is_report(mail: Message) -> bool:
    """Return True for a report of a mail server: RFC 6522."""
    return mail.get_content_type() == "multipart/report"


def is_automatic(mail: Message) -> bool:
    """Return True for a mail that no person wrote: RFC 3834, mailing lists, and answers from a holiday."""
    submitted = get_header(mail, "auto-submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or get_header(mail, "precedence").lower() in _BULK
        or any(mail.get(name) is not None for name in _ROBOTS)
        or get_header(mail, "return-path") == "<>"
    )


def read_report(mail: Message, sender: str, now: datetime) -> tuple[ReceiptArrived | ComplaintArrived, ...]:
    """Return the event of a report about a mail of ours; none for other reports, and for one that tells no end."""
    mine = _find_ours(mail, sender)
    if mine is None:
        return ()
    if (complaint := _find(mail, "message/feedback-report")) is not None:
        return _read_complaint(mail, complaint, mine, now)
    for one in _list_fields(_find(mail, "message/delivery-status")):
        action = get_header(one, "action").lower()
        if action in _TOLD:
            return (_read_receipt(one, _TOLD[action], mine, now),)
    return ()


def _read_receipt(fields: Message, status: str, mine: tuple[str, UUID], now: datetime) -> ReceiptArrived:
    provider_id, message = mine
    if status != "failed":
        return ReceiptArrived(MAIL, provider_id, status, now, message)
    said = get_header(fields, "diagnostic-code").partition(";")[2]
    enhanced = _STATUS.search(get_header(fields, "status")) or _STATUS.search(said)
    code = enhanced[0] if enhanced else ""
    failure = _classify(code, said)
    detail = f"a mail server sent the mail back{f' with {code}' if code else ''}"
    return ReceiptArrived(MAIL, provider_id, status, now, message, failure, code or None, detail=detail)


def _classify(code: str, said: str) -> Failure:
    """Return the failure of a mail that came back. Its server has tried for days what passes by itself."""
    reply = _REPLY.search(said)
    three = int(reply[1]) if reply else 500
    found = classify(MailStage.RECIPIENT, three if three >= 500 else 500, f"{code} {said}")
    return Failure.CHANNEL if code.startswith("4") or found in _OF_US else found


def _read_complaint(
    mail: Message, part: Message, mine: tuple[str, UUID], now: datetime
) -> tuple[ComplaintArrived, ...]:
    fields = next(_list_fields(part), None)
    if fields is None or get_header(fields, "feedback-type").lower() in {"", "not-spam"}:
        return ()
    returned = _find_returned(mail)
    to = get_header(fields, "original-rcpt-to") or (get_header(returned, "to") if returned is not None else "")
    address = read_mail(parseaddr(to)[1]) or ""
    return (ComplaintArrived(MAIL, address, mine[0], now, mine[1]),)


def _find_ours(mail: Message, sender: str) -> tuple[str, UUID] | None:
    """Return the Message-ID of our mail that a report is about: of the mail in it, else of the one it answers."""
    returned = _find_returned(mail)
    named = [get_header(returned, "message-id")] if returned is not None else []
    named += [get_header(mail, "in-reply-to"), get_header(mail, "references")]
    return next(filter(None, (read_ours(one, sender) for one in named)), None)


def _find_returned(mail: Message) -> Message | None:
    """Return the mail in a report, or its headers."""
    whole = _find(mail, "message/rfc822")
    if whole is not None:
        return next(_list_fields(whole), None)
    headers = _find(mail, "text/rfc822-headers")
    body = headers.get_payload(decode=True) if headers is not None else None
    return message_from_string(body.decode("utf-8", "replace")) if isinstance(body, bytes) else None


def _find(mail: Message, kind: str) -> Message | None:
    """Return the first part of a kind in a report itself."""
    return next((one for one in list_parts(mail) if one.get_content_type() == kind), None)


def _list_fields(part: Message | None) -> Iterator[Message]:
    """Yield the blocks of fields in a part: the library parses each as a mail's headers."""
    yield from list_parts(part) if part is not None else ()
