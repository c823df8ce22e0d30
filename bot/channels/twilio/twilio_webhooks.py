"""The ``doctor`` checks of a Twilio account; ``doctor --fix`` makes Twilio post messages to us."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, TypeAlias

from twilio.rest import Client
from twilio.rest.messaging.v2.channels_sender import ChannelsSenderList

from bot.channels.twilio.twilio_client import FAILURES, explain

Line: TypeAlias = tuple[bool, str]

# https://www.twilio.com/docs/whatsapp/sandbox: the shared number has its webhook in the console alone
_SANDBOX = "+14155238886"


class TwilioWebhooks:
    """The webhook of one sender: a number, a messaging service or a WhatsApp sender."""

    def __init__(self, client: Client, account_sid: str, sender: str, origin: str, *, whatsapp: bool) -> None:
        self._client = client
        self._origin = origin
        self._account_sid = account_sid
        self._sender = sender
        self._whatsapp = whatsapp

    async def check(self, url: str | None) -> list[Line]:
        """Return result lines: the credentials work, the sender belongs to the account, and its webhook is ``url``."""
        lines = [await self._ask(self._account())]
        if not lines[0][0]:
            return lines
        return [*lines, await self._ask(self._compare(url))]

    async def register(self, url: str) -> list[Line]:
        """Set the webhook; a line that is not ok says what to do by hand."""
        return [await self._ask(self._set(url))]

    async def _ask(self, question: Awaitable[Line]) -> Line:
        try:
            return await question
        except FAILURES as error:
            return False, explain(error, self._origin)

    async def _account(self) -> Line:
        account = await self._client.api.v2010.accounts(self._account_sid).fetch_async()
        active = str(account.status) == "active"
        return active, f"Twilio account {self._account_sid} is {account.status}"

    async def _compare(self, url: str | None) -> Line:
        found = await self._find()
        if found is None:
            return False, self._absent()
        set_to = _url_of(found)
        if url is None:
            return True, f"Twilio sender {self._sender} is this account's"
        if set_to == url:
            return True, f"Twilio sender {self._sender} posts to {url}"
        return False, f"Twilio sender {self._sender} posts to {set_to or 'nowhere'}, not to {url}: run doctor --fix"

    async def _set(self, url: str) -> Line:
        found = await self._find()
        if found is None:
            return False, self._absent()
        await _update(found, url)
        return True, f"Twilio sender {self._sender} now posts to {url}"

    async def _find(self) -> Any:
        """Return Twilio's record of the sender, or None."""
        if self._sender.startswith("MG"):
            return await self._client.messaging.v1.services(self._sender).fetch_async()
        if self._whatsapp:
            return await self._find_whatsapp()
        numbers = await self._client.incoming_phone_numbers.list_async(phone_number=self._sender, limit=1)
        return numbers[0] if numbers else None

    async def _find_whatsapp(self) -> Any:
        """Return our WhatsApp sender, fetched individually, as a list omits the webhook."""
        senders = self._client.messaging.v2.channels_senders
        listed = await senders.list_async(channel="whatsapp")
        mine = next((one for one in listed if str(one.sender_id) == f"whatsapp:{self._sender}"), None)
        return await senders(mine.sid).fetch_async() if mine is not None else None

    def _absent(self) -> str:
        if self._whatsapp and self._sender == _SANDBOX:
            return "the WhatsApp sandbox is set by hand: Twilio console > Messaging > Try it out > Sandbox settings"
        return f"{self._sender} is not a sender of Twilio account {self._account_sid}"


def _url_of(found: Any) -> str | None:
    if hasattr(found, "inbound_request_url"):
        return None if found.use_inbound_webhook_on_number else found.inbound_request_url
    if hasattr(found, "webhook"):
        return (found.webhook or {}).get("callback_url")
    return found.sms_url  # type: ignore[no-any-return]


async def _update(found: Any, url: str) -> None:
    if hasattr(found, "inbound_request_url"):
        await found.update_async(inbound_request_url=url, inbound_method="POST", use_inbound_webhook_on_number=False)
    elif hasattr(found, "webhook"):
        webhook = {**(found.webhook or {}), "callback_url": url, "callback_method": "POST"}
        await found.update_async(ChannelsSenderList.MessagingV2ChannelsSenderRequestsUpdate({"webhook": webhook}))
    else:
        await found.update_async(sms_url=url, sms_method="POST")
