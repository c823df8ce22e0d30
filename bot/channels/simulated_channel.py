"""A channel that ends on the /sim page: every message is accepted, priced and delivered at once."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import unquote_to_bytes, urlsplit
from uuid import UUID

from bot.clock import Clock
from bot.loopback import is_loopback
from flows.business import ChannelSettings, MailServer
from flows.channels import CHANNELS, SIMULATED, Medium
from flows.delivery import Answer, Failure, Found, Outgoing
from flows.events import ReceiptArrived
from flows.policy.message_price import estimate_price
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.events.event_inbox import event_id
from templates.sms_segments import measure

SOURCE = SIMULATED

Take = Callable[[str, InboundEvent], "Awaitable[IntakeResult]"]
Knows = Callable[[UUID], Awaitable[bool]]
_BASE64 = ";base64"


class Phones:
    """All simulated channels of all businesses; ``take`` is the function that gets their receipts."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.take: Take | None = None

    def on(self, business: str, settings: ChannelSettings, knows: Knows) -> SimulatedChannel:
        """Return the simulated channel of a business; ``knows`` returns True if an event with that id was stored."""
        kind = SimulatedMail if CHANNELS[settings.channel].medium is Medium.MAIL else SimulatedChannel
        return kind(self, business, settings, knows)


class SimulatedChannel:
    """One business's simulated channel, with the capabilities of the real one."""

    def __init__(self, phones: Phones, business: str, settings: ChannelSettings, knows: Knows) -> None:
        self._phones = phones
        self._business = business
        self._can = CHANNELS[settings.channel]
        self._sender = settings.address
        self._knows = knows

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Accept the message; its receipt follows as an inbound event, as from a real provider."""
        if self._can.receipts:
            provider_id = f"sim-{outgoing.id}"
            await self._tell(outgoing, provider_id, _make_receipt_id(provider_id), "delivered")
        return self._take(outgoing)

    async def edit(self, outgoing: Outgoing, provider_id: str) -> Answer:
        """Edit the stored text, which the page shows. As in life, only some channels allow it."""
        if not self._can.edits:
            return Answer(failure=Failure.SETUP, code="no-edit")
        return Answer(provider_id=provider_id)

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Return the message if its receipt was stored. As in life, a channel without receipts cannot be asked."""
        if not self._can.answers:
            return Found(asked=False)
        has = await self._knows(event_id(self._business, SOURCE, _make_receipt_id(f"sim-{outgoing.id}")))
        return Found(asked=True, answer=self._take(outgoing) if has else None)

    async def fetch(self, url: str, most: int) -> bytes:
        """Return a simulated person's file: a ``data:`` address, or one on this very machine. Raises Unfetched."""
        return _read_data_url(url, most) if url.startswith("data:") else await _download(url, most)

    async def close(self) -> None:
        """Do nothing: no connection is open."""

    async def _tell(
        self, outgoing: Outgoing, provider_id: str, external_id: str, status: str, raw: bytes | None = None
    ) -> None:
        """Report the outcome of a message; ``raw`` are the bytes of a kept mail."""
        if self._phones.take is not None:
            at, message = self._phones.clock.now(), UUID(str(outgoing.id))
            receipt = ReceiptArrived(self._can.name, provider_id, status, at, message=message)
            await self._phones.take(self._business, InboundEvent(SOURCE, external_id, receipt, raw))

    def _take(self, outgoing: Outgoing) -> Answer:
        segments = measure(outgoing.text).segments if self._can.segmented else 1
        price = estimate_price(self._can.name, outgoing.to if self._can.is_number else None, segments)
        return Answer(provider_id=f"sim-{outgoing.id}", micros=price.micros, currency=price.currency)


class SimulatedMail(SimulatedChannel):
    """A simulated mail server. It keeps each mail as it was written, with the event that says that it was sent."""

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Keep the mail; no receipt of its delivery follows, as in life."""
        from bot.channels.email.mail_message import Unwritable, make_message_id, write_mail

        name, address = parseaddr(self._sender)
        sender = address if "@" in address else f"mail@{self._business}.example"
        try:
            mail = write_mail(outgoing, MailServer("", 0, name=name), sender, self._phones.clock.now())
        except Unwritable as unwritable:
            return Answer(failure=Failure.ALERT, code="header", detail=f"The mail was not sent: {unwritable}.")
        provider_id = make_message_id(outgoing.id, sender)
        await self._tell(outgoing, provider_id, make_mail_id(outgoing.id), "sent", mail)
        return replace(self._take(outgoing), provider_id=provider_id)


def make_mail_id(message: UUID) -> str:
    """Return the external id of the event that keeps a mail."""
    return f"sim-{message}:mail"


def _make_receipt_id(provider_id: str) -> str:
    """Return the external id of the receipt."""
    return f"{provider_id}:delivered"


async def _download(url: str, most: int) -> bytes:
    """Return the bytes of a page on loopback. Raises Unfetched."""
    from bot.channels.media_download import download, read_whole, refuse  # what no other simulated thing needs
    from bot.channels.provider_http import Wire

    if urlsplit(url).scheme not in {"http", "https"} or not is_loopback(url):
        raise refuse("address", "A simulated photo is a data: address or one on this machine.")
    wire = Wire()
    try:
        return read_whole(await download(wire, url, most))
    finally:
        await wire.close()


def _read_data_url(url: str, most: int) -> bytes:
    """Return the bytes of a ``data:`` address (RFC 2397). Raises Unfetched."""
    from bot.channels.media_download import refuse

    if len(url) > 2 * most:
        raise refuse("too_large", f"It has more than {most // 2**20} MB.")
    kind, _, data = url.removeprefix("data:").partition(",")
    try:
        body = base64.b64decode(data, validate=True) if kind.endswith(_BASE64) else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        raise refuse("address", "The address does not hold base64.") from None
    if len(body) > most:
        raise refuse("too_large", f"It has more than {most // 2**20} MB.")
    return body
