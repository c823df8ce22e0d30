"""One Twilio account and sender: the channel as the rest of the service sees it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.channels.channel import ChannelRequest, Inbound
from bot.channels.provider_http import SEND, ConnectionCut
from bot.channels.provider_origins import TWILIO as ORIGIN
from bot.channels.twilio import twilio_inbound
from bot.channels.twilio.twilio_codes import advise, classify
from bot.channels.twilio.twilio_http import GARBLED, Http, TwilioRefused
from flows.delivery import Answer, Failure, Found, Menu, Outgoing
from flows.menu_shapes import MenuShape
from flows.money import Money

if TYPE_CHECKING:
    from bot.channels.twilio.twilio_contents import TwilioContents
    from bot.channels.twilio.twilio_webhooks import Line, TwilioWebhooks

# https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource: seconds in Twilio's queue
_SHORTEST_VALID, _LONGEST_VALID = 1, 36_000
_SKEW = timedelta(hours=1)
_NEWEST = 200
# twilio.com/docs/api/errors/21655, 92006: no such content; 21656: a variable is empty or has line breaks
_BAD_VARIABLES = 21656
_NO_CONTENT = frozenset({21655, _BAD_VARIABLES, 92006})


class Twilio:
    """A Twilio sender: one number (``+1314…``) or messaging service (``MG…``), by SMS or WhatsApp.

    Buttons are sent in an approved template (``content``) or, while the window is open, in a ``menu``. If Twilio
    refuses a menu, the text is sent instead, which lists the choices. ``api_url`` replaces the origin of every Twilio
    host.
    """

    def __init__(
        self,
        channel: str,
        account_sid: str,
        auth_token: str,
        sender: str,
        api_url: str = ORIGIN,
        timeout: timedelta = SEND,
    ) -> None:
        self._prefix = "whatsapp:" if channel == "whatsapp" else ""
        self._account_sid = account_sid
        self._auth_token = auth_token
        self._sender = sender.removeprefix("whatsapp:")
        self._api_url = api_url
        self._timeout = timeout
        self._http = Http(account_sid, auth_token, api_url, timeout)
        self._undrawn: set[str] = set()
        self._draws_lines = True

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the request is for this account and signed with its token."""
        twilio_inbound.prove(request, self._auth_token)
        twilio_inbound.require_account(request, self._account_sid)

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Inbound, ...]:
        """Return the message or receipt of a form, for SMS and WhatsApp: both are posted to the account's one
        address."""
        return twilio_inbound.read(request, now)

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Create the message once. If the connection breaks before the request was written, it may be retried; after
        that, the outcome is unknown."""
        try:
            return _read_taken(await self._create(outgoing))
        except TwilioRefused as no:
            return _read_refusal(no)
        except ConnectionCut as cut:
            return Answer(failure=Failure.UNKNOWN if cut.written else Failure.RETRY, detail=str(cut))
        except GARBLED as error:
            return Answer(failure=Failure.UNKNOWN, detail=f"Twilio's answer cannot be read: {type(error).__name__}")

    async def _create(self, outgoing: Outgoing) -> Mapping[str, Any]:
        """Create the message with its menu. If Twilio refuses the content, nothing was created and the text follows."""
        menu = outgoing.menu
        if menu is None or menu.content in self._undrawn or ("\n" in menu.body and not self._draws_lines):
            return await self._http.create_message(self._fields(outgoing, _read_said(outgoing)))
        try:
            return await self._http.create_message(self._fields(outgoing, _draw_menu(menu)))
        except TwilioRefused as no:
            if no.code not in _NO_CONTENT:
                raise
            if no.code == _BAD_VARIABLES and "\n" in menu.body:
                self._draws_lines = False
            else:
                self._undrawn.add(menu.content)
        return await self._http.create_message(self._fields(outgoing, _read_said(outgoing)))

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Search the person's newest messages for this one, created from an hour before ``since`` on.

        Twilio stores no reference of ours, so text and address must match. The list is not filtered by date: a message
        still in Twilio's queue has no DateSent and would be missing. If the newest 200 messages do not reach back to
        ``since``, the result is open.
        """
        library = await _library()
        client = library.open_client(self._account_sid, self._auth_token, self._http)
        try:
            listed = await client.messages.list_async(limit=_NEWEST, page_size=_NEWEST, **self._ends(outgoing))
        except (TwilioRefused, ConnectionCut, *library.GARBLED):
            return Found(asked=False)
        dated = [one for one in listed if isinstance(one.date_created, datetime)]
        recent = [one for one in dated if one.date_created >= since - _SKEW]
        match = next((one for one in recent if _is(one, outgoing)), None)
        if match is None and len(recent) == _NEWEST:
            return Found(asked=False)
        return Found(asked=True, answer=_read_taken(vars(match)) if match is not None else None)

    async def price(self, provider_id: str) -> Answer:
        """Return Twilio's price of a message, known some time after the delivery and null until then.

        https://www.twilio.com/docs/messaging/api/message-resource#fetch-a-message-resource
        """
        library = await _library()
        client = library.open_client(self._account_sid, self._auth_token, self._http)
        try:
            price = _price(vars(await client.messages(provider_id).fetch_async()))
        except TwilioRefused as no:
            return _read_refusal(no)
        except (ConnectionCut, *library.GARBLED) as error:
            return Answer(failure=Failure.RETRY, detail=f"Twilio told no price: {type(error).__name__}")
        if price is None:
            return Answer(provider_id)
        return Answer(provider_id, micros=price.micros, currency=price.currency)

    async def fetch(self, url: str, most: int) -> bytes:
        """Download a person's file. Raises Unfetched."""
        return await self._http.media.fetch(url, most)

    async def check(self, url: str | None) -> list[Line]:
        """Return result lines for ``doctor``: the account works, the sender belongs to it, and its webhook is
        ``url``."""
        return await (await self._webhooks()).check(url)

    async def register(self, url: str) -> list[Line]:
        """Set the sender's webhook to ``url``; the lines say what was set, or what to do by hand."""
        return await (await self._webhooks()).register(url)

    async def find_menus(self) -> Mapping[str, str]:
        """Return the ids of this account's content templates for menus, by name. Raises Unasked."""
        return await (await self._contents()).find()

    async def make_menu(self, shape: MenuShape) -> str:
        """Create the content template of a menu and return its id. Raises Unasked."""
        return await (await self._contents()).make(shape)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def _contents(self) -> TwilioContents:
        library = await _library()
        from bot.channels.twilio.twilio_contents import TwilioContents

        return TwilioContents(library.open_client(self._account_sid, self._auth_token, self._http), self._api_url)

    async def _webhooks(self) -> TwilioWebhooks:
        library = await _library()
        from bot.channels.twilio.twilio_webhooks import TwilioWebhooks

        client = library.open_client(self._account_sid, self._auth_token, self._http)
        return TwilioWebhooks(client, self._account_sid, self._sender, self._api_url, whatsapp=bool(self._prefix))

    @property
    def _service(self) -> bool:
        return self._sender.startswith("MG")

    def _ends(self, outgoing: Outgoing) -> dict[str, str]:
        """Return the addresses to filter Twilio's list by; a messaging service picks the sender's number itself, so
        that is unknown."""
        ends = {"to": self._prefix + outgoing.to}
        return ends if self._service else ends | {"from_": self._prefix + self._sender}

    def _fields(self, outgoing: Outgoing, said: Mapping[str, str]) -> dict[str, Any]:
        """Return the fields of the request:
        https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource"""
        own = {"MessagingServiceSid": self._sender} if self._service else {"From": self._prefix + self._sender}
        fields: dict[str, Any] = {"To": self._prefix + outgoing.to, **own, **said}
        fields["ValidityPeriod"] = _validity(outgoing.valid_for)
        if outgoing.registered is not None:
            # Named by its errors alone: twilio.com/docs/api/errors/21900 and 21901
            fields["DltPEId"], fields["DltTemplateId"] = outgoing.registered
        if outgoing.callback:
            fields["StatusCallback"] = outgoing.callback
        return fields


async def _library() -> Any:
    """Load Twilio's own client (12 MB, not needed for sending) in a thread, as loading would block the loop."""
    return await asyncio.to_thread(import_module, "bot.channels.twilio.twilio_client")


def _read_said(outgoing: Outgoing) -> Mapping[str, str]:
    if outgoing.content is None:
        text = {"Body": outgoing.text} if outgoing.text or not outgoing.picture else {}
        return text | ({"MediaUrl": outgoing.picture} if outgoing.picture else {})
    return _fill_content(outgoing.content, outgoing.variables)


def _draw_menu(menu: Menu) -> Mapping[str, str]:
    return _fill_content(menu.content, menu.variables)


def _fill_content(content: str, values: Mapping[str, str]) -> Mapping[str, str]:
    variables = json.dumps(dict(values), ensure_ascii=False)
    return {"ContentSid": content} | ({"ContentVariables": variables} if values else {})


def _validity(valid_for: timedelta) -> int:
    return max(_SHORTEST_VALID, min(int(valid_for.total_seconds()), _LONGEST_VALID))


def _read_taken(message: Mapping[str, Any]) -> Answer:
    """Return the answer for Twilio's record of a message; a record without an id is an error."""
    sid, code = message.get("sid"), message.get("error_code")
    if not isinstance(sid, str) or not sid:
        return Answer(failure=Failure.UNKNOWN, detail="Twilio's answer holds no message id")
    price = _price(message)
    code = code if isinstance(code, int) else None
    failed = twilio_inbound.STATUSES.get(str(message.get("status"))) == "failed"
    return Answer(
        provider_id=sid,
        failure=classify(code) if failed else None,
        code=str(code) if code else None,
        detail=advise(code) if failed else "",
        micros=price.micros if price else None,
        currency=price.currency if price else None,
    )


def _price(message: Mapping[str, Any]) -> Money | None:
    """Return the price, which Twilio writes as a negative amount, and leaves out until it is known."""
    if message.get("price") is None:
        return None
    try:
        price = Money.parse(message["price"], str(message.get("price_unit") or "USD").upper())
    except ValueError:
        return None
    return Money(abs(price.micros), price.currency)


def _is(message: Any, outgoing: Outgoing) -> bool:
    """Return True if a listed message can be this one. Twilio prefixes a line to the texts of trial accounts.

    The text of a template is unknown to us, so every value in it must occur. A file without a caption has no text at
    all. In doubt the message counts as found, so that nothing is sent twice.
    """
    if str(message.direction) == "inbound":
        return False
    body = _squeeze(str(message.body or ""))
    if outgoing.menu is not None:
        return _squeeze(outgoing.menu.body) in body  # alone, or with the choices spelled out behind
    if outgoing.content is not None:
        return all(_squeeze(value) in body for value in outgoing.variables.values())
    if not outgoing.text:
        return not body and str(message.num_media or "0") != "0"
    return body.endswith(_squeeze(outgoing.text))


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _read_refusal(no: TwilioRefused) -> Answer:
    detail = f"Twilio answered {no}; {advise(no.code)}".rstrip("; ")
    return Answer(failure=classify(no.code, no.status), code=str(no.code or no.status), detail=detail, after=no.after)
