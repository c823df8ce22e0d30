"""A mailbox on loopback: as much of IMAP (RFC 3501) as a reader needs, over a real socket."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

USER, PASSWORD = "tiger", "imap-password-of-tiger"


@dataclass(slots=True)
class KeptMail:
    """A mail in the mailbox: its number (UID), bytes, flags and date."""

    number: int
    body: bytes
    arrived: datetime
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ImapStand:
    """``async with ImapStand() as mailbox: … mailbox.port``. ``keywords``: it keeps flags of its users' own.

    ``sent`` counts the bytes of mails that were read, ``refused`` answers each connection so.
    """

    tls: ssl.SSLContext | None = None
    keywords: bool = True
    validity: int = 7
    mails: list[KeptMail] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    sent: int = 0
    refused: str = ""
    cut_at: str = ""
    port: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def put(self, body: bytes, arrived: datetime | None = None) -> KeptMail:
        """A mail arrives."""
        number = 1 + max((one.number for one in self.mails), default=100)
        mail = KeptMail(number, body, arrived or datetime.now(UTC))
        self.mails.append(mail)
        return mail

    def renumber(self) -> None:
        """Number the mails anew, as a server does that moved: their old numbers mean nothing any more."""
        self.validity += 1
        for at, mail in enumerate(self.mails, 1):
            mail.number = at

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._answer_call, "127.0.0.1", self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.close()
        await asyncio.sleep(0)

    async def _answer_call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            writer.write(self.refused.encode() or b"* OK IMAP4rev1 ready\r\n")
            while not self.refused and (line := await reader.readline()):
                tag, _, command = line.decode().strip().partition(" ")
                self.asked.append(command if not command.startswith("LOGIN") else "LOGIN")
                if self.cut_at and self.cut_at in command:
                    break
                for part in self._answer(command):
                    writer.write(part)
                writer.write(f"{tag} {self._end(command)}\r\n".encode())
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    def _end(self, command: str) -> str:
        if command.startswith("LOGIN") and command != f'LOGIN {USER} "{PASSWORD}"':
            return "NO [AUTHENTICATIONFAILED] wrong"
        return "OK [READ-WRITE] done" if command.startswith("SELECT") else "OK done"

    def _answer(self, command: str) -> list[bytes]:
        match command.split():
            case ["CAPABILITY"]:
                return [b"* CAPABILITY IMAP4rev1\r\n"]
            case ["SELECT" | "EXAMINE", *_]:
                own = " \\*" if self.keywords else ""
                told = ["FLAGS (\\Seen)", f"{len(self.mails)} EXISTS", f"OK [PERMANENTFLAGS (\\Seen{own})] kept"]
                told.append(f"OK [UIDVALIDITY {self.validity}] numbered")
                return [f"* {one}\r\n".encode() for one in told]
            case ["UID", "SEARCH", *wanted]:
                found = [str(one.number) for one in self.mails if _is_wanted(one, wanted)]
                return [f"* SEARCH {' '.join(found)}\r\n".encode()]
            case ["UID", "FETCH", number, item]:
                return self._read(int(number), item)
            case ["UID", "STORE", numbers, "+FLAGS.SILENT", flags]:
                for mail in self.mails:
                    if str(mail.number) in numbers.split(","):
                        mail.flags.add(flags.strip("()"))
                return []
            case ["LOGOUT"]:
                return [b"* BYE\r\n"]
            case _:
                return []

    def _read(self, number: int, item: str) -> list[bytes]:
        cut = re.fullmatch(r"\(BODY\.PEEK\[\]<0\.(\d+)>\)", item)
        assert cut is not None, item
        for at, mail in enumerate(self.mails, 1):
            if mail.number == number:
                body = mail.body[: int(cut[1])]
                self.sent += len(body)
                return [f"* {at} FETCH (UID {number} BODY[]<0> {{{len(body)}}}\r\n".encode(), body, b")\r\n"]
        return []


def _is_wanted(mail: KeptMail, wanted: list[str]) -> bool:
    match wanted:
        case ["UNKEYWORD", flag, "SINCE", day]:
            unread = flag not in mail.flags
        case ["UNSEEN", "SINCE", day]:
            unread = "\\Seen" not in mail.flags
        case _:
            raise AssertionError(wanted)
    return unread and mail.arrived.date() >= datetime.strptime(day, "%d-%b-%Y").replace(tzinfo=UTC).date()
