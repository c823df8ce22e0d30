"""The meaning of a mail server's replies: RFC 5321, section 4.2, and the enhanced status codes of RFC 3463.

An enhanced code says more than the three digits, so it is looked up first. Servers reuse 550 and 554 for many things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flows.delivery import Answer, Failure


class MailStage(StrEnum):
    """What a server replied to."""

    GREETING = "greeting"  # the connection, EHLO and STARTTLS
    LOGIN = "login"  # AUTH
    SENDER = "sender"  # MAIL FROM
    RECIPIENT = "recipient"  # RCPT TO
    CONTENT = "content"  # DATA and the message


_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")
_OURS = frozenset(
    {MailStage.GREETING, MailStage.LOGIN, MailStage.SENDER}
)  # what the server refuses there is our account

# https://www.rfc-editor.org/rfc/rfc3463#section-3 and the registry
# https://www.iana.org/assignments/smtp-enhanced-status-codes, without the first digit
_BY_STATUS: Mapping[str, Failure] = MappingProxyType(
    {
        "1.1": Failure.ADDRESS,  # bad destination mailbox address
        "1.2": Failure.ADDRESS,  # bad destination system address
        "1.3": Failure.ADDRESS,  # bad destination mailbox address syntax
        "1.6": Failure.ADDRESS,  # mailbox has moved, no forwarding address
        "1.10": Failure.ADDRESS,  # null MX: the domain takes no mail (RFC 7505)
        "1.7": Failure.SENDER,  # bad sender's mailbox address syntax
        "1.8": Failure.SENDER,  # bad sender's system address
        "2.1": Failure.ADDRESS,  # mailbox disabled, not accepting messages
        "2.2": Failure.CHANNEL,  # mailbox full
        "2.3": Failure.ALERT,  # the message is longer than the mailbox's limit
        "3.4": Failure.ALERT,  # the message is too big for the system
        "4.4": Failure.CHANNEL,  # unable to route: it may be the fault of a name server
        "7.0": Failure.FILTERED,  # security or policy, not said which
        "7.1": Failure.FILTERED,  # delivery not authorized, message refused
        "7.7": Failure.FILTERED,  # message integrity failure
        "7.8": Failure.SENDER,  # authentication credentials invalid (RFC 4954)
        "7.9": Failure.SENDER,  # authentication mechanism is too weak (RFC 4954)
        "7.20": Failure.ALERT,  # no passing DKIM signature (RFC 7372)
        "7.23": Failure.ALERT,  # SPF validation failed (RFC 7372)
        "7.25": Failure.ALERT,  # reverse DNS validation failed (RFC 7372)
        "7.26": Failure.ALERT,  # multiple authentication checks failed (RFC 7372)
    }
)
# https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3
_BY_CODE: Mapping[int, Failure] = MappingProxyType(
    {
        501: Failure.CHANNEL,  # syntax error in parameters: of an address
        521: Failure.CHANNEL,  # the host accepts no mail (RFC 7504)
        530: Failure.SENDER,  # authentication required (RFC 4954)
        534: Failure.SENDER,  # authentication mechanism is too weak (RFC 4954)
        535: Failure.SENDER,  # authentication credentials invalid (RFC 4954)
        538: Failure.SENDER,  # encryption required for this mechanism (RFC 4954)
        550: Failure.ADDRESS,  # mailbox not found, if the words name no other reason
        551: Failure.ADDRESS,  # user not local
        552: Failure.CHANNEL,  # exceeded storage allocation: the mailbox is full
        553: Failure.ADDRESS,  # mailbox name not allowed
        554: Failure.FILTERED,  # transaction failed: most filters say no more
        555: Failure.CHANNEL,  # parameters of the address not recognized
        556: Failure.CHANNEL,  # the domain does not accept mail (RFC 7504)
    }
)
_OF_CONTENT: Mapping[int, Failure] = MappingProxyType(dict.fromkeys((550, 551, 552, 553), Failure.ALERT))
"""The codes that mean something else of a whole message: rejected for policy, or too big."""
_OTHER_REASON = re.compile(
    r"\b(rate|limit|exceed|quota|too many|too much|polic|block|black|spam|sender|reputation|denied)", re.IGNORECASE
)
"""Words of a refusal because of us or the hour, not of the mailbox. Servers use 550 and 5.2.1 for it as well."""


def classify(stage: MailStage, code: int, text: str) -> Failure:
    """Return the failure of a reply; a server's words (``text``) begin with its enhanced code, if it has any.

    Each 4xx is temporary and repeated, but for a full mailbox, which gets more time. Of an unknown 5xx, ALERT.
    ADDRESS ends an address for good, so it needs a code of the mailbox, or a bare 550, 551 or 553 to the recipient.
    """
    status = _find_status(text)
    if code < 500:
        return Failure.LATER if status == "2.2" else Failure.RETRY
    if stage in _OURS or (stage is MailStage.RECIPIENT and "relay" in text.casefold()):
        return Failure.SENDER  # a relay that is denied to us says nothing of the address
    by_content = _OF_CONTENT.get(code) if stage is MailStage.CONTENT else None
    found = _BY_STATUS.get(status) or by_content or _BY_CODE.get(code, Failure.ALERT)
    if found is Failure.ADDRESS and status and status not in _BY_STATUS:
        return Failure.CHANNEL
    if found is Failure.ADDRESS and status in {"", "2.1"} and _OTHER_REASON.search(text):
        return Failure.ALERT
    if found is Failure.FILTERED:  # it may be the policy of one recipient, and must not stop the messages to others
        return Failure.CHANNEL if stage is MailStage.RECIPIENT else Failure.ALERT
    return found


def make_answer(stage: MailStage, code: int, text: str) -> Answer:
    """Return the answer for a refusal. The server's words stay out of it, as they often hold the address."""
    status = _find_status(text)
    shown = f"{code} {str(code)[0]}.{status}" if status else str(code)
    detail = f"the mail server answered {shown} to the {stage}"
    return Answer(failure=classify(stage, code, text), code=shown.replace(" ", "-"), detail=detail)


def _find_status(text: str) -> str:
    """Return the enhanced code without its first digit ("1.1"); "" if there is none."""
    found = _ENHANCED.match(text.lstrip())
    return f"{found[2]}.{found[3]}" if found else ""
