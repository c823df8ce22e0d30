"""Connections to one mail server: opened when needed, kept for more mails, and never more than a few at once."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from math import inf

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected

from bot.channels.email.smtp_replies import MailStage
from flows.business import MailServer, MailTls
from flows.channels import EMAIL

MOST_CONNECTIONS = EMAIL.at_once
MOST_MAILS = 50  # by one connection, after which some servers slow down or hang up
# Parts of the time of a send. A mail that waits longer for a free connection is tried again later. A mail's content
# begins only while there is time to hear the answer.
LONGEST_WAIT, LEAST_LEFT = 0.5, 0.3
_CLOSING = 1.0  # seconds
_READY_FOR_MAIL = 354
_DOT = re.compile(rb"(?m)^\.")


class SmtpRefused(Exception):
    """The server refused: the stage, the code and the server's words."""

    def __init__(self, stage: MailStage, code: int, said: str) -> None:
        super().__init__(f"{code} to the {stage}")
        self.stage = stage
        self.code = code
        self.said = said


class NoFreeConnection(TimeoutError):
    """Our other mails used all connections for too long; the server is not to blame."""


class Unencrypted(Exception):
    """The connection would not be encrypted as the business wants; the message says why."""


@dataclass(slots=True)
class MailProgress:
    """How far a mail came: ``ended`` once its last byte was written, so that the server may have taken it."""

    stage: MailStage = MailStage.GREETING
    ended: bool = False
    until: float = inf  # when the send is given up, on the loop's clock


@dataclass(slots=True)
class _MailLine:
    """An open connection, and the mails that it carried."""

    client: SMTP
    mails: int = 0
    refused: bool = False  # the last mail was refused, and is not reset yet


@dataclass(slots=True)
class SmtpConnections:
    """The connections to the server of a business. ``trust`` verifies its certificate, by default with the machine's
    authorities."""

    host: str
    port: int
    greets_as: str  # our name in EHLO: a domain of the business
    server: MailServer
    password: str
    timeout: float  # seconds of one step
    trust: ssl.SSLContext | None = None
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_CONNECTIONS))
    _idle: list[_MailLine] = field(default_factory=list)

    async def send(self, sender: str, to: str, mail: bytes, progress: MailProgress) -> None:
        """Hand over one mail. ``progress`` follows it, also where this raises.

        Raises NoFreeConnection, SmtpRefused, Unencrypted, and SMTPException, OSError or TimeoutError for a broken
        connection.
        """
        try:
            async with asyncio.timeout(LONGEST_WAIT * self.timeout):
                await self._slots.acquire()
        except TimeoutError:
            raise NoFreeConnection from None
        try:
            async with self._borrow(sender, progress) as client:
                await _step(progress, MailStage.RECIPIENT, client.rcpt(to))
                await self._send_content(client, mail, progress)
        finally:
            self._slots.release()

    async def check(self) -> None:
        """Open a connection as for a mail. Raises what ``send`` raises."""
        await _quit(await self._open(MailProgress()))

    async def close(self) -> None:
        """Close the idle connections; a later mail opens one again."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(_quit(one.client) for one in idle))

    @asynccontextmanager
    async def _borrow(self, sender: str, progress: MailProgress) -> AsyncIterator[SMTP]:
        """Give out a connection on which MAIL FROM was accepted. It is kept for the next mail, unless it broke."""
        connection = await self._begin(sender, progress)
        try:
            yield connection.client
        except SmtpRefused:
            connection.refused = True
            self._idle.append(connection)
            raise
        except BaseException:
            connection.client.close()
            raise
        connection.mails += 1
        self._idle.append(connection)

    async def _begin(self, sender: str, progress: MailProgress) -> _MailLine:
        """Begin a mail on an idle connection, or on a new one where the server had closed it meanwhile."""
        while self._idle:
            connection = self._idle.pop()
            if connection.mails >= MOST_MAILS:
                await _quit(connection.client)
                continue
            try:
                if connection.refused:
                    await _step(progress, MailStage.SENDER, connection.client.rset())
                await _step(progress, MailStage.SENDER, connection.client.mail(sender))
            except (SMTPServerDisconnected, SmtpRefused, OSError):  # a server says 421 before it hangs up
                connection.client.close()
                continue
            except BaseException:
                connection.client.close()
                raise
            connection.refused = False
            return connection
        client = await self._open(progress)
        try:
            await _step(progress, MailStage.SENDER, client.mail(sender))
        except BaseException:
            client.close()
            raise
        return _MailLine(client)

    async def _open(self, progress: MailProgress) -> SMTP:
        """Connect, encrypt and log in."""
        client = SMTP(
            hostname=self.host,
            port=self.port,
            use_tls=self.server.tls is MailTls.TLS,
            start_tls=False,
            tls_context=self.trust,
            timeout=self.timeout,
            local_hostname=self.greets_as,
        )
        try:
            await _step(progress, MailStage.GREETING, client.connect())
            await _step(progress, MailStage.GREETING, client.ehlo())
            if self.server.tls is MailTls.STARTTLS:
                await self._encrypt(client, progress)
            if self.server.user:
                await _step(progress, MailStage.LOGIN, client.login(self.server.user, self.password))
        except BaseException as error:
            client.close()
            cause = error if isinstance(error, ssl.SSLError) else error.__cause__
            if isinstance(cause, ssl.SSLError):
                raise Unencrypted(_describe_certificate(cause)) from None
            raise
        return client

    async def _encrypt(self, client: SMTP, progress: MailProgress) -> None:
        if not client.supports_extension("starttls"):
            raise Unencrypted("the server offers no STARTTLS")
        await _step(progress, MailStage.GREETING, client.starttls(tls_context=self.trust))
        await _step(progress, MailStage.GREETING, client.ehlo())

    async def _send_content(self, client: SMTP, mail: bytes, progress: MailProgress) -> None:
        """Send the content; the server accepts a mail at the end of its content (RFC 5321, 4.1.1.4)."""
        progress.stage = MailStage.CONTENT
        if asyncio.get_running_loop().time() + LEAST_LEFT * self.timeout > progress.until:
            raise TimeoutError
        begun = await client.execute_command(b"DATA")
        if begun.code != _READY_FOR_MAIL:
            raise SmtpRefused(MailStage.CONTENT, begun.code, begun.message)
        protocol = client.protocol
        if protocol is None:
            raise SMTPServerDisconnected("Connection lost")
        protocol.write(_DOT.sub(b"..", mail) + b".\r\n")
        progress.ended = True
        taken = await protocol.read_response(timeout=self.timeout)
        if not 200 <= taken.code < 300:
            raise SmtpRefused(MailStage.CONTENT, taken.code, taken.message)


async def _step(progress: MailProgress, stage: MailStage, doing: Awaitable[object]) -> None:
    """Do one step of a mail. Raises SmtpRefused for a reply that is not 2xx."""
    progress.stage = stage
    try:
        await doing
    except SMTPResponseException as refused:
        raise SmtpRefused(stage, refused.code, refused.message) from None


async def _quit(client: SMTP) -> None:
    try:
        with suppress(SMTPException, OSError, TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await client.quit()
    finally:
        client.close()


def _describe_certificate(error: ssl.SSLError) -> str:
    reason = getattr(error, "verify_message", "") or error.reason or "no TLS"
    return f"the server's certificate or TLS is not accepted: {reason}"
