"""A mail server as a channel: one message, one mail. What people answer comes in by ``MailIntake``."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from aiosmtplib import SMTPException

from bot.channels.channel import PollRefused
from bot.channels.email.dkim_signing import DkimKey, Unsigned
from bot.channels.email.mail_intake import MailIntake
from bot.channels.email.mail_message import Unwritable, make_message_id, write_mail
from bot.channels.email.signature_check import FindRecord, check_dmarc, check_signature, find_record, write_sample
from bot.channels.email.smtp_connections import (
    MailProgress,
    NoFreeConnection,
    SmtpConnections,
    SmtpRefused,
    Unencrypted,
)
from bot.channels.email.smtp_replies import MailStage, make_answer
from bot.channels.provider_http import SEND, ConnectionCut
from bot.loopback import is_loopback
from flows.business import MailServer, MailTls
from flows.delivery import LATE, Answer, Failure, Found, Outgoing

_PORTS = {MailTls.STARTTLS: 587, MailTls.TLS: 465, MailTls.NONE: 25}
_BROKEN = (SMTPException, OSError, TimeoutError, ValueError)


class EmailAccount(MailIntake):
    """The mails of a business, sent as ``sender``. A message's provider id is its Message-ID.

    ``inbound_secret`` belongs to where answers come in. ``trust`` verifies the servers' certificates; by default the
    machine's authorities do. ``find`` asks the DNS, by default for a server on another machine only.
    """

    def __init__(
        self,
        sender: str,
        server: MailServer,
        password: str,
        origin: str,
        dkim_key: str = "",
        inbound_secret: str = "",
        *,
        timeout: timedelta = SEND,
        trust: ssl.SSLContext | None = None,
        find: FindRecord | None = None,
    ) -> None:
        super().__init__(sender, server.inbound, inbound_secret, trust)
        self._sender = sender
        self._server = server
        self._timeout = timeout
        self._key = DkimKey(*server.dkim, dkim_key) if server.dkim else None
        self._origin = origin
        self._find = find or (None if self._is_loopback() else find_record)
        self._connections = self._make_connections(password, trust)

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Hand the mail over once. A connection that breaks before the mail's end is RETRY, after it UNKNOWN."""
        try:
            mail = await self._write(outgoing)
        except Unwritable as unwritable:
            wrong = Failure.ADDRESS if str(unwritable).startswith("To ") else Failure.ALERT
            return Answer(failure=wrong, code=unwritable.code, detail=f"The mail was not sent: {unwritable}.")
        except Unsigned as unsigned:
            return Answer(failure=Failure.SENDER, code="dkim", detail=f"The mail was not sent: {unsigned}.")
        progress = MailProgress(until=asyncio.get_running_loop().time() + self._timeout.total_seconds())
        refused = await self._try(self._connections.send(self._sender, outgoing.to, mail, progress), progress)
        if refused and outgoing.file and refused.failure is Failure.ALERT and progress.stage is MailStage.CONTENT:
            return replace(refused, failure=Failure.PICTURE)  # too big, or of a kind that the server takes from nobody
        return refused or Answer(provider_id=make_message_id(outgoing.id, self._sender))

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Return an unasked result: mail servers give no news of accepted mails."""
        return Found(asked=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()

    async def check(self, url: str | None) -> list[tuple[bool, str]]:
        """Return result lines: the server takes our connection and login, mails can be signed, and answers come
        in."""
        progress = MailProgress()
        refused = await self._try(self._connections.check(), progress)
        if refused is None:
            lines = [(True, f"the mail server {self._origin} accepts our login")]
        else:
            lines = [(False, f"the mail server {self._origin}: {refused.detail}: check [channels.email]")]
        return [*lines, *await self._check_signing(), *await self.check_inbound(url)]

    async def _check_signing(self) -> list[tuple[bool, str]]:
        """Return result lines about our signatures, or those of the mail server, and about DMARC."""
        try:
            lines = await (self._check_relay() if self._key is None else self._check_key(self._key))
        except Unwritable as unwritable:
            return [(False, f"no mail can be written: {unwritable}: check [channels.email]")]
        return [*lines, *(await asyncio.to_thread(check_dmarc, self._sender, self._find) if self._find else ())]

    async def _check_key(self, key: DkimKey) -> list[tuple[bool, str]]:
        """Return a result line about our key, which is compared with the DNS."""
        try:
            mail = await asyncio.to_thread(key.sign, self._write_sample(uuid4()))
        except Unsigned as unsigned:
            return [(False, f"{unsigned}: put an RSA key in PEM as dkim_key into [channels.email]")]
        if self._find is None:
            return [(True, f"mails are signed for {key.domain}")]
        return await asyncio.to_thread(check_signature, mail, self._sender, self._find)

    async def _check_relay(self) -> list[tuple[bool, str]]:
        """Send a mail to the mailbox of answers and return a result line about the signature that it comes with."""
        if self._mailbox is None or not self._find:
            return [(True, "mails are not signed by us: the mail server has to sign them (DKIM)")]
        message, to = uuid4(), self._server.reply_to or self._sender
        mail = self._write_sample(message)
        progress = MailProgress()
        refused = await self._try(self._connections.send(self._sender, to, mail, progress), progress)
        if refused is not None:
            return [(False, f"no mail could be sent to your own mailbox: {refused.detail}")]
        try:
            found = await self._mailbox.take_back(str(message))
        except PollRefused:
            return []  # the check of the mailbox says why
        if found is None:
            return [(False, "a mail to your own mailbox did not arrive, so nobody knows whether the mail server signs")]
        return await asyncio.to_thread(check_signature, found, self._sender, self._find)

    def _write_sample(self, message: UUID) -> bytes:
        to = self._server.reply_to or self._sender
        return write_sample(message, to, self._server, self._sender, datetime.now(UTC))

    async def _write(self, outgoing: Outgoing) -> bytes:
        """Return the mail, in a thread where it takes some milliseconds. Raises Unwritable, Unsigned."""
        if self._key is None and outgoing.file is None:
            return self._write_signed(outgoing)
        return await asyncio.to_thread(self._write_signed, outgoing)

    def _write_signed(self, outgoing: Outgoing) -> bytes:
        now = datetime.now(UTC)  # real time, as mail servers compare it with theirs
        mail = write_mail(outgoing, self._server, self._sender, now)
        return mail if self._key is None else self._key.sign(mail)

    async def _try(self, call: Awaitable[None], progress: MailProgress) -> Answer | None:
        """Return the answer for a call that failed, within the time of a send; None if it did not."""
        try:
            async with asyncio.timeout(self._timeout.total_seconds()):
                await call
        except SmtpRefused as refused:
            return make_answer(refused.stage, refused.code, refused.said)
        except Unencrypted as unencrypted:
            return Answer(failure=Failure.SENDER, code="tls", detail=str(unencrypted))
        except NoFreeConnection:
            return Answer(failure=Failure.RETRY, code=LATE, detail="No connection to the mail server became free.")
        except _BROKEN as error:
            return _describe_cut(error, progress)
        return None

    def _is_loopback(self) -> bool:
        try:
            return is_loopback(self._origin)
        except ValueError:
            return False

    def _make_connections(self, password: str, trust: ssl.SSLContext | None) -> SmtpConnections:
        """Build the connections for an origin; one that cannot be parsed fails at the first mail."""
        place = urlsplit(self._origin)
        try:
            port = place.port
        except ValueError:
            port = None
        domain = self._sender.rpartition("@")[2]
        return SmtpConnections(
            place.hostname or "",
            port or _PORTS[self._server.tls],
            domain,
            self._server,
            password,
            self._timeout.total_seconds(),
            trust,
        )


def _describe_cut(error: Exception, progress: MailProgress) -> Answer:
    """Return the answer for a connection that broke. Words of the library stay out, as they may hold an address."""
    if progress.stage is MailStage.LOGIN and type(error) is SMTPException:
        return Answer(failure=Failure.SENDER, code="login", detail="The mail server offers no login that we can use.")
    kind = "TimeoutError" if isinstance(error, TimeoutError) else type(error).__name__
    cut = ConnectionCut(kind, written=progress.ended)
    return Answer(failure=Failure.UNKNOWN if progress.ended else Failure.RETRY, detail=str(cut))
