"""A Twilio on loopback: Messages, and as much of numbers, services and WhatsApp senders as ``doctor`` asks for."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.providers import Fault, Server

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "12345678901234567890123456789012"
NUMBER = "+13145550100"
WHATSAPP = "+14155550188"
SERVICE = "MG82ee6beb6bbd89d3175ea8152c3e41df"
WINDOW = timedelta(hours=24)

_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_SCOPED = re.compile(r"[A-Z]{2}\.\d{6,}")
_STOP = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
_START = frozenset({"START", "UNSTOP", "YES"})
_LONGEST = 1600
_MADE = "HXfe"  # how the sids of contents begin that are made here
_WORDS = {20003: "Authenticate", 20429: "Too Many Requests", 21610: "Attempt to send to unsubscribed recipient"}
_STATUS = {20003: 401, 20429: 429, 20404: 404}


@dataclass(slots=True)
class Message:
    """One stored message. ``later`` is the code that its receipt will bring; ``told`` the last status told."""

    sid: str
    form: Mapping[str, list[str]]
    sender: str
    created: datetime
    later: int | None = None
    told: str = "queued"
    code: int | None = None
    price: str | None = None
    unit: str = "USD"

    def first(self, name: str) -> str:
        return self.form.get(name, [""])[0]


@dataclass(slots=True)
class TwilioStand(Server):
    """``messages`` is all that was taken. ``rate`` is how many a sender may send in one second of ``clock``.

    ``answers_stop`` is Advanced Opt-Out: STOP is answered by Twilio, and 21610 follows until START. ``media`` are files
    that people sent, by their id; who asks for one is redirected to where it ``leads``, and has no business to show the
    account's token there. ``contents`` are made by their sids; without ``takes_line_breaks`` a variable holds none
    (code 21656). ``slow_lists`` are made at once and answered when the ``gate`` opens.
    """

    account: str = ACCOUNT
    token: str = TOKEN
    numbers: tuple[str, ...] = (NUMBER,)
    whatsapp: tuple[str, ...] = (WHATSAPP,)
    services: Mapping[str, str] = field(default_factory=lambda: {SERVICE: NUMBER})
    rate: int | None = None
    answers_stop: bool = False
    trial: bool = False
    slow_lists: bool = False
    messages: list[Message] = field(default_factory=list)
    opted_out: set[str] = field(default_factory=set)
    webhooks: dict[str, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)
    takes_line_breaks: bool = True
    leads: str = "https://mms.twiliocdn.com/{account}/{media}"
    _heard: int = 0
    _made: int = 0
    _windows: dict[str, datetime] = field(default_factory=dict)
    _sends: list[tuple[str, datetime]] = field(default_factory=list)
    _by_recipient: dict[str, list[Message]] = field(default_factory=dict)

    def route(self, router: web.UrlDispatcher) -> None:
        account = f"/2010-04-01/Accounts/{self.account}"
        router.add_post("/2010-04-01/Accounts/{sid}/Messages.json", self._create)
        router.add_get("/2010-04-01/Accounts/{sid}/Messages.json", self._list)
        router.add_get(f"{account}/Messages/{{message}}.json", self._one)
        router.add_get(f"{account}/Messages/{{message}}/Media/{{media}}", self._media)
        router.add_get(f"/{self.account}/{{media}}", self._file)
        router.add_get(f"{account}.json", self._account)
        router.add_get(f"{account}/IncomingPhoneNumbers.json", self._list_numbers)
        router.add_post(f"{account}/IncomingPhoneNumbers/{{number}}.json", self._set_number)
        router.add_route("*", "/v1/Services/{service}", self._service)
        router.add_get("/v1/Content", self._list_contents)
        router.add_post("/v1/Content", self._make_content)
        router.add_get("/v2/Channels/Senders", self._list_senders)
        router.add_route("*", "/v2/Channels/Senders/{sender}", self._one_sender)

    async def say(self, sender: str, to: str, text: str, *, url: str, **fields: str) -> int:
        """A person writes to one of our numbers, at ``url``; the answer's HTTP status.

        ``fields`` are the form's own (ProfileName, ButtonPayload, a MessageSid to deliver the same again, …).
        """
        self._heard += 1
        self._windows[f"{sender} {to}"] = self.clock()
        sid = f"SMa{self._heard:031x}"
        said = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received", "NumMedia": "0"}
        form = {"AccountSid": self.account, "From": sender, "To": to, "Body": text, **said}
        return await self._post(url, form | self._opt(sender, text) | fields)

    async def receipt(self, sid: str, status: str, code: int | None = None, price: str | None = None) -> int:
        """Tell how far a message came, at the address it was sent with; the answer's HTTP status, 0 without one."""
        message = self._named(sid)
        message.told, message.code, message.price = status, code, price or message.price
        if not message.first("StatusCallback"):
            return 0
        form = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status}
        ends = {"AccountSid": self.account, "To": message.first("To"), "From": message.sender}
        return await self._post(
            message.first("StatusCallback"), form | ends | ({"ErrorCode": str(code)} if code else {})
        )

    async def deliver(self) -> None:
        """Bring every message to its end: delivered, or failed with the code told or the one its rule asks for."""
        for message in [one for one in self.messages if one.told == "queued"]:
            if message.later:
                await self.receipt(message.sid, "undelivered", message.later)
            else:
                await self.receipt(message.sid, "sent")
                await self.receipt(message.sid, "delivered", price="-0.0079")

    async def _post(self, url: str, form: Mapping[str, str]) -> int:
        signature = RequestValidator(self.token).compute_signature(url, form)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        return await self._deliver(url, urlencode(form).encode(), headers)

    def _opt(self, sender: str, text: str) -> dict[str, str]:
        word = text.strip().upper()
        if not self.answers_stop or word not in _STOP | _START | {"HELP"}:
            return {}
        if word in _STOP:
            self.opted_out.add(sender)
            return {"OptOutType": "STOP"}
        self.opted_out.discard(sender) if word in _START else None
        return {"OptOutType": "START" if word in _START else "HELP"}

    async def _create(self, request: web.Request) -> web.Response:
        fault = self._next()
        form: dict[str, list[str]] = {}
        for name, value in parse_qsl((await request.read()).decode(), keep_blank_values=True):
            form.setdefault(name, []).append(value)
        wrong = self._wrong(form)
        if wrong is not None:
            return _no(wrong, None, None)
        shown = self._shown(self._store(form, fault)) if fault.carried_out else {}
        failed = fault.code or fault.status
        answer = _no(fault.code, fault.status, fault.after) if failed else web.json_response(shown, status=201)
        return await self._answer(request, fault, answer)

    def _store(self, form: Mapping[str, list[str]], fault: Fault) -> Message:
        sender = self._sender(form)
        message = Message(f"SM{len(self.messages) + 1:032x}", form, sender, self.clock(), fault.later)
        if message.later is None and self._outside(message):
            message.later = 63016
        self.messages.append(message)
        self._by_recipient.setdefault(message.first("To"), []).append(message)
        self._sends.append((sender, self.clock()))
        return message

    def _outside(self, message: Message) -> bool:
        """Free text on WhatsApp more than 24 hours after the person's last word."""
        if not message.sender.startswith("whatsapp:") or message.first("ContentSid"):
            return False
        heard = self._windows.get(f"{message.first('To')} {message.sender}")
        return heard is None or self.clock() - heard > WINDOW

    def _sender(self, form: Mapping[str, list[str]]) -> str:
        given, service = form.get("From", [""])[0], form.get("MessagingServiceSid", [""])[0]
        if given or not service:
            return given
        return (
            f"whatsapp:{self.whatsapp[0]}" if form["To"][0].startswith("whatsapp:") else self.services.get(service, "")
        )

    def _wrong(self, form: Mapping[str, list[str]]) -> int | None:
        """The code of the first thing that Twilio would not take."""
        return next(self._complaints(form), None)

    def _complaints(self, form: Mapping[str, list[str]]) -> Iterator[int]:
        one = {name: values[0] for name, values in form.items()}
        if self._too_fast(self._sender(form) if one.get("To") else ""):
            yield 20429
        if not one.get("To"):
            yield 21604
        if not _is_address(one.get("To", "")):
            yield 21211
        if one.get("MessagingServiceSid") is None and not one.get("From"):
            yield 21603
        if one.get("MessagingServiceSid", SERVICE) not in self.services:
            yield 21705
        if not self._owns(self._sender(form)):
            yield 21606
        if not (one.get("Body") or one.get("ContentSid") or one.get("MediaUrl")):
            yield 21602
        yield from self._complaints_of_content(one)
        if len(one.get("Body", "")) > _LONGEST:
            yield 21617
        if not _is_seconds(one.get("ValidityPeriod", "1")):
            yield 21646
        if urlsplit(one.get("StatusCallback", "https://shop.example")).scheme not in ("http", "https"):
            yield 21609
        if one["To"] in self.opted_out:
            yield 21610

    def _complaints_of_content(self, one: Mapping[str, str]) -> Iterator[int]:
        """An approved template is known by its name alone here; what was made by the API is looked into."""
        sid, values = one.get("ContentSid", ""), json.loads(one.get("ContentVariables") or "{}")
        if sid.startswith(_MADE) and sid not in self.contents:
            yield 21655
        if sid in self.contents and self._misfits(self.contents[sid], values):
            yield 21656

    def _misfits(self, content: Mapping[str, Any], values: Mapping[str, str]) -> bool:
        """Whether a value is missing, empty or too many, or holds what none may."""
        breaks = any("\n" in value for value in values.values()) and not self.takes_line_breaks
        return breaks or values.keys() != content["variables"].keys() or not all(values.values())

    async def _list_contents(self, _: web.Request) -> web.Response:
        return web.json_response({"contents": list(self.contents.values()), "meta": {"key": "contents"}})

    async def _make_content(self, request: web.Request) -> web.Response:
        """Refuse a content whose places are not those of its variables."""
        asked = await request.json()
        places = set(re.findall(r"\{\{(\d+)\}\}", json.dumps(asked["types"])))
        if places != set(asked["variables"]):
            return _no(20001, 400, None)
        self._made += 1
        sid = f"{_MADE}{self._made:030x}"
        made = {**asked, "sid": sid, "account_sid": self.account, "date_created": self.clock().isoformat()}
        self.contents[sid] = made
        return web.json_response(made, status=201)

    def drawn(self, message: Message) -> tuple[str, list[tuple[str, str]]] | None:
        """The text that a phone shows above a menu, and each choice as its id and its label; None without a menu."""
        content = self.contents.get(message.first("ContentSid"))
        if content is None:
            return None
        values = json.loads(message.first("ContentVariables"))
        (shape,) = [one for one in content["types"].values() if one]
        shown = json.loads(re.sub(r"\{\{(\d+)\}\}", lambda m: json.dumps(values[m[1]])[1:-1], json.dumps(shape)))
        rows = shown.get("actions") or shown["items"]
        return shown["body"], [(row["id"], row.get("title") or row["item"]) for row in rows]

    def picture(self, body: bytes) -> dict[str, str]:
        """The fields of a message that a person sends with one file more; ``say`` takes them."""
        name = f"ME{len(self.media) + 1:032x}"
        self.media[name] = body
        url = f"https://api.twilio.com/2010-04-01/Accounts/{self.account}/Messages/MM{'0' * 32}/Media/{name}"
        return {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": "image/jpeg"}

    async def _media(self, request: web.Request) -> web.Response:
        name, fault = request.match_info["media"], self._next()
        if fault.code or fault.status or name not in self.media:
            return _no(fault.code or (None if fault.status else 20404), fault.status, fault.after)
        leads = self.leads.format(account=self.account, media=name)
        return web.Response(status=307, headers={"Location": leads})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """As it comes, without saying how long it is."""
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one auth mechanism allowed")
        answer = web.StreamResponse(headers={"Content-Type": "image/jpeg"})
        await answer.prepare(request)
        body = self.media[request.match_info["media"]]
        with suppress(ConnectionError):
            for at in range(0, len(body), 2**16):
                await answer.write(body[at : at + 2**16])
        return answer

    def bar(self, request: web.Request) -> web.Response | None:
        if request.path.startswith(f"/{self.account}/"):
            return None  # an address that is signed and expires
        given = b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        ours = request.match_info.get("sid", self.account) == self.account
        return None if ours and given == f"{self.account}:{self.token}" else _no(20003, None, None)

    def _owns(self, sender: str) -> bool:
        number = sender.removeprefix("whatsapp:")
        return number in (self.whatsapp if sender.startswith("whatsapp:") else self.numbers)

    def _too_fast(self, sender: str) -> bool:
        if self.rate is None:
            return False
        now = self.clock()
        recent = [one for one, at in self._sends if one == sender and now - at < timedelta(seconds=1)]
        return len(recent) >= self.rate

    def _named(self, sid: str) -> Message:
        """Ids count the messages up from one, so that the one of many is found at once."""
        return self.messages[int(sid.removeprefix("SM"), 16) - 1]

    async def _list(self, request: web.Request) -> web.Response:
        fault = self._next() if self._faults and self._faults[0].status else Fault()
        if fault.status:
            return _no(fault.code, fault.status, fault.after)
        asked = request.query
        found = [
            self._shown(one)
            for one in reversed(self._by_recipient.get(asked["To"], []) if "To" in asked else self.messages)
            if asked.get("From", one.sender) == one.sender
        ]
        page = found[: int(asked.get("PageSize", "50"))]
        if self.slow_lists:
            await self.gate.wait()
        return web.json_response({"messages": page, "next_page_uri": None, "page": 0, "page_size": len(page)})

    async def _one(self, request: web.Request) -> web.Response:
        found = next((one for one in self.messages if one.sid == request.match_info["message"]), None)
        return _no(20404, None, None) if found is None else web.json_response(self._shown(found))

    def charge(self, sid: str, price: str, unit: str = "USD") -> None:
        """It becomes known what a message cost, as a negative amount; no receipt tells."""
        message = self._named(sid)
        message.price, message.unit = price, unit

    def _shown(self, message: Message) -> dict[str, Any]:
        stamp = format_datetime(message.created)
        prefix = "Sent from your Twilio trial account - " if self.trial else ""
        return {
            "account_sid": self.account,
            "api_version": "2010-04-01",
            "body": prefix + (message.first("Body") or self._body(message)),
            "date_created": stamp,
            "date_sent": None if message.told == "queued" else stamp,
            "date_updated": stamp,
            "direction": "outbound-api",
            "error_code": message.code,
            "error_message": None,
            "from": message.sender,
            "messaging_service_sid": message.first("MessagingServiceSid") or None,
            "num_media": str(len(message.form.get("MediaUrl", []))),
            "num_segments": "1",
            "price": message.price,
            "price_unit": message.unit,
            "sid": message.sid,
            "status": message.told,
            "to": message.first("To"),
            "uri": f"/2010-04-01/Accounts/{self.account}/Messages/{message.sid}.json",
        }

    def _body(self, message: Message) -> str:
        drawn = self.drawn(message)
        return drawn[0] if drawn is not None else " ".join(_values(message.first("ContentVariables")))

    async def _account(self, _: web.Request) -> web.Response:
        return web.json_response({"sid": self.account, "status": "active", "friendly_name": "Tiger"})

    async def _list_numbers(self, request: web.Request) -> web.Response:
        asked = request.query.get("PhoneNumber", "")
        found = [self._number(one) for one in self.numbers if one == asked or not asked]
        return web.json_response({"incoming_phone_numbers": found, "next_page_uri": None})

    async def _set_number(self, request: web.Request) -> web.Response:
        number = f"+{request.match_info['number'].removeprefix('PN').lstrip('0')}"
        self.webhooks[number] = str((await request.post())["SmsUrl"])
        return web.json_response(self._number(number))

    def _number(self, number: str) -> dict[str, Any]:
        return {"sid": f"PN{number[1:]:0>32}", "phone_number": number, "sms_url": self.webhooks.get(number, "")}

    async def _service(self, request: web.Request) -> web.Response:
        sid = request.match_info["service"]
        if sid not in self.services:
            return _no(20404, None, None)
        if request.method == "POST":
            self.webhooks[sid] = str((await request.post())["InboundRequestUrl"])
        url = self.webhooks.get(sid)
        return web.json_response({"sid": sid, "inbound_request_url": url, "use_inbound_webhook_on_number": url is None})

    async def _list_senders(self, _: web.Request) -> web.Response:
        listed = [
            {"sid": f"XE{one[1:]:0>32}", "sender_id": f"whatsapp:{one}", "webhook": None} for one in self.whatsapp
        ]
        return web.json_response({"senders": listed, "meta": {"key": "senders", "next_page_url": None}})

    async def _one_sender(self, request: web.Request) -> web.Response:
        sid = request.match_info["sender"]
        number = f"+{sid.removeprefix('XE').lstrip('0')}"
        if request.method == "POST":
            self.webhooks[f"whatsapp:{number}"] = (await request.json())["webhook"]["callback_url"]
        webhook = {"callback_url": self.webhooks.get(f"whatsapp:{number}"), "callback_method": "POST"}
        return web.json_response(
            {"sid": sid, "sender_id": f"whatsapp:{number}", "webhook": webhook, "status": "ONLINE"}
        )


def _no(code: int | None, status: int | None, after: int | None) -> web.Response:
    """Twilio's error answer; a gateway's own page where there is a status without a code."""
    status = status or _STATUS.get(code or 0, 400)
    headers = {"Retry-After": str(after if after is not None else 1)} if status == 429 or after is not None else {}
    if code is None:
        return web.Response(status=status, text="<html>upstream</html>", content_type="text/html", headers=headers)
    more = f"https://www.twilio.com/docs/errors/{code}"
    said = {"code": code, "message": _WORDS.get(code, "Refused"), "more_info": more, "status": status}
    return web.json_response(said, status=status, headers=headers)


def _is_address(to: str) -> bool:
    bare = to.removeprefix("whatsapp:")
    return bool(_PHONE.fullmatch(bare) or (bare != to and _SCOPED.fullmatch(bare)))


def _is_seconds(given: str) -> bool:
    return given.isdigit() and 1 <= int(given) <= 36_000


def _values(variables: str) -> list[str]:
    return [str(value) for value in json.loads(variables or "{}").values()]
