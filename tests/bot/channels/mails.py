"""Mails as programs and servers write them: answers, bounces, complaints, and what robots send."""

from __future__ import annotations

from uuid import UUID

SENDER = "hello@tigertees.example"
MESSAGE = UUID("01930000-0000-7000-8000-000000000001")
OURS = f"<{MESSAGE}@tigertees.example>"


def answer(text: str = "Is it in stock?", *headers: str, sender: str = "Ann <ann@mail.example>") -> bytes:
    """A person's answer to a mail of ours; ``headers`` are written above it."""
    given = {one.partition(":")[0].lower() for one in headers}
    usual = [f"From: {sender}", f"To: {SENDER}", "Subject: Re: Your cart", "Message-ID: <a1@mail.example>"]
    usual += [f"In-Reply-To: {OURS}", f"References: <first@tigertees.example> {OURS}"]
    kept = [one for one in usual if one.partition(":")[0].lower() not in given]
    return "\r\n".join([*headers, *kept, "", text]).encode("utf-8", "surrogateescape")


def bounce(
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 no such user",
    ours: str = OURS,
    kind: str = "message/rfc822",
) -> bytes:
    """A report of delivery, as Postfix writes it: RFC 3464."""
    return f"""From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {SENDER}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Return-Path: <>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 2 Mar 2026 15:00:00 +0000

Final-Recipient: rfc822; ann@mail.example
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b1
Content-Type: {kind}

Message-ID: {ours}
From: {SENDER}
To: ann@mail.example
Subject: Your cart

You left something.
--b1--
""".replace("\n", "\r\n").encode()


def complaint(kind: str = "abuse", ours: str = OURS) -> bytes:
    """A report of abuse, as a mail provider sends it: RFC 5965."""
    return f"""From: feedback@provider.example
To: {SENDER}
Subject: complaint about message
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is an email abuse report.

--b1
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
Original-Mail-From: <{SENDER}>

--b1
Content-Type: message/rfc822

Message-ID: {ours}
From: {SENDER}
To: Ann <Ann@Mail.example>
Subject: Your cart

You left something.
--b1--
""".replace("\n", "\r\n").encode()
