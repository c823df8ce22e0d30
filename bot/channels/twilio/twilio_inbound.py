"""Forms that Twilio posts, signed with the account's token: people's messages, and receipts.

Messages: https://www.twilio.com/docs/messaging/guides/webhook-request Receipts:
https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
"""

from __future__ import annotations

import base64
import codecs
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.message import Message
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qs, parse_qsl, quote, urlsplit
from uuid import UUID

from bot.channels.channel import ChannelRequest, Inbound, Unproven, Unreadable
from bot.channels.inbound_request import LARGEST_FORM, clean, get_header, require_header
from bot.channels.twilio.twilio_codes import advise, classify
from flows.channels import PHONES, SMS, WHATSAPP
from flows.events import Media, MessageReceived, ReceiptArrived
from handlers.people.channel_addresses import normalise_phone

SIGNATURE = "X-Twilio-Signature"
OWN_ID = "m"  # the query parameter of a StatusCallback that holds our message's id

# https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "sending",
        "scheduled": "sending",
        "queued": "sending",
        "sending": "sending",
        "sent": "sent",
        "partially_delivered": "sent",
        "delivered": "delivered",
        "read": "read",
        "undelivered": "failed",
        "failed": "failed",
        "canceled": "failed",
    }
)
_CHANNELS: Mapping[str, str] = MappingProxyType(
    {"": SMS.name, "sms": SMS.name, "rcs": SMS.name, "whatsapp": WHATSAPP.name}
)
# A number of E.164 has 15 digits at most, and no number of a person has fewer than 7.
_SHORTEST_NUMBER = 7
_NUMBER = re.compile(r"(?<![0-9])\+?[0-9](?:[ ().-]{0,2}[0-9]){6,14}(?![0-9])")
_KINDS = frozenset({"image", "audio", "video", "sticker", "document", "contacts"})
_KEYWORDS = frozenset({"STOP", "START", "HELP"})
_MOST_FIELDS = 500
_NO_CODE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
# https://www.twilio.com/docs/messaging/api/media-resource: at most ten in one message
_MEDIA = tuple((f"MediaUrl{at}", f"MediaContentType{at}") for at in range(10))

Form = Mapping[str, str]


def prove(request: ChannelRequest, token: str) -> None:
    """Raise Unproven unless the form and the URL, exactly as given, are signed with ``token``.

    Twilio signs some URLs with their port and some without, so both forms of the URL are tried.
    https://www.twilio.com/docs/usage/security#validating-requests
    """
    try:
        pairs = _pairs(request.body)
        writings = _writings(urlsplit(request.url))
    except ValueError as error:
        raise Unproven(f"nothing that Twilio signs: {error}") from None
    said = _read_text(pairs)
    require_header(SIGNATURE, get_header(request, SIGNATURE), *(_signature(url + said, token) for url in writings))


def require_account(request: ChannelRequest, account: str) -> None:
    """Raise Unproven if the verified form is for another account.

    The receiving number is not checked: a STOP to a former number is a STOP.
    """
    if dict(_pairs(request.body)).get("AccountSid") != account:
        raise Unproven("the form is another account's")


def sign(url: str, pairs: Iterable[tuple[str, str]], token: str) -> str:
    """Return Twilio's signature (HMAC-SHA1, base64) of the URL and the fields with their values, sorted by name;
    repeated pairs count once."""
    return _signature(url + _read_text(pairs), token)


def _read_text(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join([name + value for name, value in sorted(set(pairs))])


def _signature(text: str, token: str) -> str:
    return base64.b64encode(hmac.digest(token.encode(), text.encode("utf-8", "replace"), "sha1")).decode()


def read(request: ChannelRequest, now: datetime) -> tuple[Inbound, ...]:
    """Return the events of a verified form. Twilio gives no time, so they happened ``now``. Raises Unreadable."""
    form = _form(request)
    if form.get("MessageStatus", form.get("SmsStatus", "received")) != "received":
        return (_receipt(form, request.url, now),)
    return (_message(form, now),)


@lru_cache(maxsize=1)  # a form is proven and then read, and between the two comes no other
def _pairs(body: bytes) -> tuple[tuple[str, str], ...]:
    """Return the fields of a form; Twilio writes UTF-8 regardless of the header. Raises ValueError for other input.

    The form is parsed before it is verified, so anybody can send one: input that is slow to parse is refused first.
    """
    if len(body) > LARGEST_FORM or _NO_CODE.search(body):
        raise ValueError(f"it is longer than {LARGEST_FORM} bytes, or a % in it is not followed by two hex digits")
    return tuple(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS))


@lru_cache(maxsize=64)  # messages come to the same few addresses again and again
def _writings(url: SplitResult) -> tuple[str, str]:
    """Return ``url`` without its port and with it. Raises ValueError for an invalid port."""
    host, port = url.netloc.rpartition("@")[2], url.port
    bare = host.removesuffix(f":{port}")
    full = f"{bare}:{port or (443 if url.scheme == 'https' else 80)}"
    return url._replace(netloc=bare).geturl(), url._replace(netloc=full).geturl()


def _form(request: ChannelRequest) -> Form:
    """Return the fields, the first of each name. Raises Unreadable for an unknown charset or an invalid form."""
    try:
        codecs.lookup(_charset(get_header(request, "Content-Type")))
        pairs = _pairs(request.body)
    except (LookupError, ValueError) as error:
        raise Unreadable(f"a Twilio form that cannot be read: {error}") from None
    return {name: clean(value) for name, value in reversed(pairs)}


@lru_cache(maxsize=16)
def _charset(content_type: str) -> str:
    head = Message()
    head["Content-Type"] = content_type or "application/x-www-form-urlencoded"
    return str(head.get_content_charset("utf-8"))


def _need(form: Form, *names: str) -> str:
    found = next((form[name] for name in names if form.get(name)), None)
    if found is None:
        raise Unreadable(f"a Twilio form without {names[0]}")
    return found


def _split(address: str) -> tuple[str, str]:
    """Return the channel of an address in Twilio's notation, and the part after its last colon.

    A messaging service may upgrade an SMS to RCS. The answer then comes from ``rcs:+1…``, the same person's number.
    https://www.twilio.com/docs/rcs
    """
    scheme, _, rest = address.rpartition(":")
    return _CHANNELS.get(scheme.strip().lower(), scheme), rest.strip()


def _writer(form: Form) -> tuple[str, str]:
    """Return the channel and address of the writer.

    On an unknown channel, an opt-out whose sender contains a number counts for that number. Raises Unreadable for other
    messages there.
    """
    sender = _need(form, "From")
    channel, address = _split(sender)
    if channel == "whatsapp" or ":" not in sender:
        return channel, address
    if channel == SMS.name and address.isdecimal() and len(address) < _SHORTEST_NUMBER:  # a short code
        return channel, address
    number = _number_in(sender) if channel == SMS.name or _opts_out(form) else None
    if number is None:
        raise Unreadable(f"From is on a channel that is not ours: {channel[:40]}")
    return SMS.name, number


def _number_in(sender: str) -> str | None:
    """Return the phone number within an unknown channel's address, in E.164; such an address need not be in E.164."""
    found = _NUMBER.search(sender)
    if found is None:
        return None
    digits = "".join(filter(str.isdigit, found[0]))
    if found[0].startswith("+"):
        return f"+{digits}"
    return normalise_phone(digits, "US") or normalise_phone(f"+{digits}", "US")


def _opts_out(form: Form) -> bool:
    from handlers.replies.opt_out_recognition import OptOut, read_opt_out  # bulky, and asked for unknown channels alone

    return _keyword(form) == "STOP" or read_opt_out(form.get("Body", "")) in {OptOut.STOP, OptOut.AMBIGUOUS}


def _message(form: Form, now: datetime) -> MessageReceived:
    channel, address = _writer(form)
    other = form.get("ExternalUserId", "").rpartition(":")[2]
    return MessageReceived(
        channel=channel,
        address=address,
        to=_split(_need(form, "To"))[1],
        provider_id=_need(form, "MessageSid", "SmsMessageSid", "SmsSid"),
        text=form.get("Body", ""),
        occurred_at=now,
        phone=_phone(form, address),
        other=other if other and other != address else None,
        name=form.get("ProfileName") or None,
        media=_media(form) + _location(form),
        button=form.get("ButtonPayload") or form.get("ListId") or None,
        reply_to=form.get("OriginalRepliedMessageSid") or None,
        forwarded="true" in (form.get("Forwarded"), form.get("FrequentlyForwarded")),
        keyword=_keyword(form),
        reaction=form.get("MessageType") == "reaction",
    )


def _phone(form: Form, address: str) -> str | None:
    """Return the person's number; WhatsApp may send it next to a business-scoped id, or not at all."""
    if address.startswith("+"):
        return address
    number = form.get("WaId", "")
    return f"+{number}" if number.isascii() and number.isdigit() else None


def _keyword(form: Form) -> str | None:
    """Return the keyword that Twilio's Advanced Opt-Out found.
    https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out"""
    keyword = form.get("OptOutType", "").upper()
    return keyword if keyword in _KEYWORDS else None


def _media(form: Form) -> tuple[Media, ...]:
    """Return at most ten pictures or files. The form's own count is untrusted, so its fields decide."""
    return tuple([
        Media(_kind(form, form.get(content_type, "")), form[url], form.get(content_type, ""))
        for url, content_type in _MEDIA
        if form.get(url)
    ])  # fmt: skip


def _kind(form: Form, content_type: str) -> str:
    """Return the medium's kind as WhatsApp names it, else the first half of the content type."""
    told = form.get("MessageType", "")
    if told in _KINDS:
        return "contact" if told == "contacts" else told
    major = content_type.partition("/")[0]
    return major if major in _KINDS else "document"


def _location(form: Form) -> tuple[Media, ...]:
    """Return a shared place as a ``geo:`` URI (RFC 5870); its label is not treated as a text of the person."""
    if not (form.get("Latitude") and form.get("Longitude")):
        return ()
    label = quote(form.get("Label") or form.get("Address") or "", safe="")
    return (Media("location", f"geo:{form['Latitude']},{form['Longitude']}" + (f"?q={label}" if label else "")),)


def _receipt(form: Form, url: str, now: datetime) -> ReceiptArrived:
    told = _need(form, "MessageStatus", "SmsStatus")
    status = STATUSES.get(told)
    if status is None:
        raise Unreadable(f"a status that Twilio does not document: {told[:40]}")
    code, failed = form.get("ErrorCode") or None, status == "failed"
    return ReceiptArrived(
        channel=_find_channel(_need(form, "To")),
        provider_id=_need(form, "MessageSid", "SmsSid"),
        status=status,
        occurred_at=now,
        message=_read_own_id(url),
        failure=classify(_number(code)) if failed else None,
        code=code,
        detail=advise(_number(code)) if failed else "",
    )


def _find_channel(address: str) -> str:
    channel, _ = _split(address)
    if channel not in PHONES:
        raise Unreadable(f"To is on a channel that is not ours: {channel[:40]}")
    return channel


def _number(code: str | None) -> int | None:
    return int(code) if code and code.isascii() and code.isdigit() and len(code) < 10 else None


def _read_own_id(url: str) -> UUID | None:
    """Return our message's id from the URL that this receipt was posted to; None if there is none."""
    given = parse_qs(urlsplit(url).query).get(OWN_ID, [""])[0]
    try:
        return UUID(given)
    except ValueError:
        return None
