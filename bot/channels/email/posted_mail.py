"""Mails that a provider posts: SendGrid's Inbound Parse and Mailgun's routes.

https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http

Their forms are up to thirty megabytes large. Only the fields that are asked for are decoded, each up to a limit.
"""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from email.parser import HeaderParser
from hashlib import sha256
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.channels.email.inbound_mail import LARGEST_MAIL
from bot.channels.inbound_request import get_header, require_header

WINDOW = timedelta(hours=9)
"""How far the time of a signature may be from ours. Mailgun repeats a failed post for eight hours."""

_MOST_FIELDS = 500
_STAMP, _SHORT = 20, 200  # bytes of the fields of a signature
_BOUNDARY = re.compile(r'multipart/form-data\s*;.*boundary="?([\w()+,./:=?-]{1,70})"?', re.IGNORECASE | re.ASCII)
_NAME = re.compile(rb'\bname="([A-Za-z0-9_-]{1,40})"')


@dataclass(frozen=True, slots=True)
class PostedForm:
    """The fields of a form; ``coded`` in an address's encoding, which is decoded when a field is asked for."""

    fields: Mapping[str, bytes]
    coded: bool

    def get(self, name: str, most: int = LARGEST_MAIL) -> bytes:
        """Return the first ``most`` bytes of a field; empty if it is missing."""
        value = self.fields.get(name, b"")
        return unquote_to_bytes(value[: 3 * most].replace(b"+", b" "))[:most] if self.coded else value[:most]

    def read(self, name: str, most: int = LARGEST_MAIL) -> str:
        """Return a field as text."""
        return self.get(name, most).decode("utf-8", "replace")


def read_form(request: ChannelRequest) -> PostedForm:
    """Return the fields of a request; none if it is no form."""
    found = _BOUNDARY.match(get_header(request, "Content-Type"))
    if found is None:
        pairs = (one.partition(b"=") for one in request.body.split(b"&", _MOST_FIELDS))
        return PostedForm({key.decode("ascii", "replace"): value for key, _, value in pairs}, coded=True)
    fields, line = {}, b"\r\n--" + found[1].encode()
    for part in (b"\r\n" + request.body.partition(line + b"--")[0]).split(line + b"\r\n", _MOST_FIELDS):
        head, _, content = part.partition(b"\r\n\r\n")
        if (name := _NAME.search(head[:1_000])) is not None:
            fields[name[1].decode()] = content
    return PostedForm(fields, coded=False)


def prove_sendgrid(request: ChannelRequest, secret: str) -> None:
    """Raise Unproven unless the address holds our secret, as SendGrid signs nothing: as a password or a parameter."""
    kind, _, login = get_header(request, "Authorization").partition(" ")
    given = ""
    with suppress(ValueError):
        if kind.lower() == "basic":
            given = b64decode(login).decode().partition(":")[2]
        else:
            given = parse_qs(urlsplit(request.url).query, max_num_fields=10).get("secret", [""])[0]
    require_header("secret", given, secret)


def prove_mailgun(request: ChannelRequest, secret: str) -> None:
    """Raise Unproven unless Mailgun signed the form lately.

    https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks#securing-webhooks
    """
    form = read_form(request)
    stamp, token = form.get("timestamp", _STAMP), form.get("token", _SHORT)
    expected = hmac.new(secret.encode(), stamp + token, sha256).hexdigest()
    require_header("signature", form.read("signature", _SHORT), expected if secret else "")
    if request.arrived is not None and not stamp.isdigit():
        raise Unproven("timestamp is missing")
    if request.arrived is not None and abs(request.arrived.timestamp() - int(stamp)) > WINDOW.total_seconds():
        raise Unproven("timestamp is old")


def read_sendgrid(request: ChannelRequest) -> bytes:
    """Return the mail: as it came ("POST the raw, full MIME message"), or built from its fields. Raises Unreadable."""
    form = read_form(request)
    return form.get("email") or _build(
        HeaderParser().parsestr(form.read("headers")).items(), form.get("text"), form.get("html")
    )


def read_mailgun(request: ChannelRequest) -> bytes:
    """Return the mail: as it came (an address that ends with "mime"), or built from its fields. Raises Unreadable."""
    form = read_form(request)
    if raw := form.get("body-mime"):
        return raw
    try:
        pairs = [(str(name), str(value)) for name, value in json.loads(form.get("message-headers") or b"[]")]
    except (ValueError, TypeError, RecursionError):
        raise Unreadable("message-headers is no list of headers") from None
    return _build(pairs, form.get("body-plain"), form.get("body-html"))


def _build(headers: Iterable[tuple[str, str]], text: bytes, page: bytes) -> bytes:
    """Return a mail with these headers and a text, or a page. Raises Unreadable."""
    mail = Message()
    for name, value in headers:
        if re.fullmatch(r"[!-9;-~]{1,100}", name) and not name.lower().startswith(("content-", "mime-")):
            mail[name] = " ".join(str(value).encode("utf-8", "replace").decode().split())  # JSON may hold surrogates
    if "From" not in mail:
        raise Unreadable("the form holds no mail: neither the whole one nor its headers")
    mail["Content-Type"] = f"text/{'plain' if text.strip() or not page else 'html'}; charset=utf-8"
    head = "".join(f"{name}: {value}\r\n" for name, value in mail.items())
    return head.encode("utf-8", "replace") + b"\r\n" + (text if text.strip() else page)
