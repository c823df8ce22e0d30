"""A mail server on loopback: real SMTP by aiosmtpd, which keeps what it takes and fails when told to."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "tiger", "mail-password-of-tiger"
SENDER = "hello@tigertees.example"
CONNECT, MAIL, RCPT, DATA, CONTENT = "connect", "MAIL", "RCPT", "DATA", "content"


@dataclass(frozen=True, slots=True)
class MailFault:
    """How one coming mail fails, at a command: with a ``code`` and words; ``cut`` hangs up without an answer, and at
    CONTENT before all of it arrived.

    ``slow`` answers only when the stand-in's ``gate`` opens; ``stored`` keeps the mail all the same.
    """

    at: str = DATA
    code: int | None = None
    said: str = ""
    cut: bool = False
    slow: bool = False
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail as it was taken: who it is from and to by the envelope, and its bytes."""

    sender: str
    to: str
    body: bytes

    @property
    def mail(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = message_from_bytes(self.body, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def read(self, kind: str = "plain") -> str:
        """Its text, or its ``html``."""
        part = self.mail.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass(slots=True)
class SmtpStand:
    """``async with SmtpStand() as server: … server.url``. It wants a login, by default without TLS.

    ``tls`` offers STARTTLS with that certificate; ``most`` counts connections open at once.
    """

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    tls: ssl.SSLContext | None = None
    login: bool = True
    messages: list[Taken] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    connections: int = 0
    open: int = 0
    most: int = 0
    _faults: list[MailFault] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _port: int = 0
    _lines: list[SMTP] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The origin."""
        return f"smtp://127.0.0.1:{self._port}"

    def fail(self, times: int = 1, **fault: Any) -> None:
        """The next ``times`` mails fail like this; faults that are told one after another queue up."""
        self._faults.extend([MailFault(**fault)] * times)

    @property
    def faults(self) -> int:
        """How many faults are still to come."""
        return len(self._faults)

    def next(self, at: str) -> MailFault:
        """Take the next fault, if it is for this command."""
        return self._faults.pop(0) if self._faults and self._faults[0].at == at else MailFault()

    async def refuse(self) -> None:
        """Nobody listens any more: connections are refused and open ones hung up, until ``accept``."""
        if self._server is not None:
            self._server.close()
            self.hang_up()
            self._server = None

    def hang_up(self) -> None:
        """Close every open connection."""
        for line in self._lines:
            _abort(line)
        self._lines.clear()

    async def accept(self) -> None:
        """Listen, on the same port as before."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._answer_call, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def __aenter__(self) -> Self:
        await self.accept()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.gate.set()
        await self.refuse()
        await asyncio.sleep(0)

    def _answer_call(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a login without TLS
            line = _Line(
                _Handler(self),
                hostname="mail.example",
                authenticator=_check,
                auth_require_tls=False,
                auth_required=self.login,
                tls_context=self.tls,
                loop=asyncio.get_running_loop(),
            )
        line.stand = self
        self._lines.append(line)
        return line


class _Line(SMTP):
    """One connection, counted."""

    stand: SmtpStand
    cuts: bool = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        first = self.session is None
        super().connection_made(transport)
        if first:  # it is called again for TLS
            self.stand.connections += 1
            self.stand.open += 1
            self.stand.most = max(self.stand.most, self.stand.open)

    async def push(self, status: Any) -> None:
        self.cuts = str(status).startswith("354") and self.stand.next(CONTENT).cut
        await super().push(status)

    def data_received(self, data: bytes) -> None:
        if self.cuts:
            _abort(self)
        else:
            super().data_received(data)

    def connection_lost(self, error: Exception | None) -> None:
        self.stand.open -= 1
        super().connection_lost(error)


@dataclass(slots=True)
class _Handler:
    stand: SmtpStand

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._reply(MAIL, server) or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = await self._reply(RCPT, server)
        if refused is None:
            envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        fault = self.stand.next(DATA)
        if fault.stored or not (fault.code or fault.cut):
            assert isinstance(envelope.content, bytes)
            self.stand.messages.append(Taken(str(envelope.mail_from), envelope.rcpt_tos[0], envelope.content))
        return await self._act(fault, server) or "250 OK"

    async def _reply(self, at: str, server: SMTP) -> str | None:
        return await self._act(self.stand.next(at), server)

    async def _act(self, fault: MailFault, server: SMTP) -> str | None:
        if fault.slow:
            await self.stand.gate.wait()
        if fault.cut:
            _abort(server)
        return f"{fault.code} {fault.said or 'no'}" if fault.code else None


def _abort(line: SMTP) -> None:
    if isinstance(line.transport, asyncio.Transport):
        line.transport.abort()


def _check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


def make_certificate(folder: Path, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's context with a certificate for the address, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    at = folder / "mail.pem"
    at.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(at)
    return server, ssl.create_default_context(cafile=str(at))
