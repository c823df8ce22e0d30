"""A mailbox that is asked for its mails (IMAP, RFC 9051), by the library IMAPClient in a thread.

A mail that we stored gets a keyword in the mailbox itself, so nothing is lost or read twice when a process ends, or
when the server numbers its mails anew. Whether a person has opened a mail does not matter. A server that keeps no
keywords gets ``\\Seen`` instead.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from bot.channels.channel import PollRefused
from bot.channels.email.inbound_mail import LARGEST_MAIL
from bot.channels.provider_http import SEND
from bot.loopback import is_loopback
from bot.thread_pools import MAILBOXES
from flows.business import MailInbox
from flows.delivery import Answer, Failure

KEYWORD = b"ParleyRead"
KEPT = timedelta(days=14)
"""How old a mail may be that is read. A mailbox that is new to Parley holds years of others."""
PAUSE = timedelta(seconds=20)
"""Between two questions to a mailbox without news."""
_LONGER = timedelta(minutes=10)  # a refused login is not tried every minute: servers lock an account that is
_MOST = 20  # mails of one answer
_LOOKS, _BETWEEN_LOOKS = 10, timedelta(seconds=3)  # for a mail of our own

T = TypeVar("T")


@dataclass(slots=True)
class ImapMailbox:
    """The inbox of one account. It is opened for each question, so a broken connection harms one of them.

    ``trust`` verifies the server's certificate, by default with the machine's authorities.
    """

    inbox: MailInbox
    password: str
    trust: ssl.SSLContext | None = None
    timeout: timedelta = SEND
    pause: timedelta = PAUSE
    encrypted: bool | None = None  # None: unless it is on this machine
    _given: tuple[int, tuple[int, ...]] = field(default=(0, ()))  # the numbers of the last answer, and their validity

    async def poll(self, offset: int | None) -> Sequence[tuple[int, bytes]]:
        """Return mails with their numbers (UID), after marking those below ``offset`` as stored. Raises PollRefused."""
        found = await self._try(lambda: self._take(offset))
        if not found:
            await asyncio.sleep(self.pause.total_seconds())
        return found

    async def check(self) -> None:
        """Open the mailbox. Raises PollRefused."""
        await self._try(self._look)

    async def take_back(self, word: str) -> bytes | None:
        """Wait for our own mail with that word in its subject, delete it and return it; None if it does not arrive
        within half a minute. Raises PollRefused."""
        for _ in range(_LOOKS):
            body = await self._try(lambda: self._pull(word))
            if body is not None:
                return body
            await asyncio.sleep(min(self.pause, _BETWEEN_LOOKS).total_seconds())
        return None

    async def _try(self, ask: Callable[[], T]) -> T:
        try:
            return await MAILBOXES.run(ask)
        except LoginError as error:
            if isinstance(error.__context__, IMAPClientAbortError) or "UNAVAILABLE" in str(error):  # RFC 5530
                raise self._refuse(error) from None
            answer = Answer(failure=Failure.SENDER, code="login", detail="the mailbox refuses our login", after=_LONGER)
            advice = "the mailbox refuses our login: check imap_user and imap_password of [channels.email] inbound"
            raise PollRefused(answer, advice) from None
        except ssl.SSLError as error:
            told = f"the certificate or TLS of the mailbox at {self.inbox.host} is not accepted: {error.reason}"
            raise PollRefused(Answer(failure=Failure.SENDER, code="tls", detail=told), told) from None
        except (IMAPClientError, OSError, ValueError) as error:
            raise self._refuse(error) from None

    def _refuse(self, error: Exception) -> PollRefused:
        detail = f"the mailbox at {self.inbox.host} cannot be read: {type(error).__name__}"
        return PollRefused(Answer(failure=Failure.RETRY, detail=detail))

    def _take(self, stored: int | None) -> list[tuple[int, bytes]]:
        with self._connect() as client:
            opened = client.select_folder("INBOX")
            flag, unread = _choose_flag(opened)
            validity, given = self._given
            # The offset of a mail of an older answer says nothing of these: the server may have numbered them anew.
            done = given[: given.index(stored - 1) + 1] if stored is not None and stored - 1 in given else ()
            if done and validity == opened[b"UIDVALIDITY"]:
                client.add_flags(done, [flag], silent=True)
            since = (datetime.now(UTC) - KEPT).date()  # by real time, as the server dates its mails
            numbers = sorted(client.search([*unread, "SINCE", since]))[:_MOST]
            self._given = opened[b"UIDVALIDITY"], tuple(numbers)
            return [(one, body) for one in numbers if (body := _fetch(client, one)) is not None]

    def _look(self) -> None:
        with self._connect() as client:
            client.select_folder("INBOX", readonly=True)

    def _pull(self, word: str) -> bytes | None:
        with self._connect() as client:
            client.select_folder("INBOX")
            found = client.search(["SUBJECT", word])
            body = _fetch(client, found[0]) if found else None
            if found:
                client.delete_messages(found, silent=True)  # hidden, and gone at the server's next clean-up
            return body

    def _connect(self) -> IMAPClient:
        seconds = self.timeout.total_seconds()
        encrypted = not is_loopback(self.inbox.origin) if self.encrypted is None else self.encrypted
        trusted = self.trust or ssl.create_default_context()
        client = IMAPClient(
            self.inbox.host, self.inbox.port, ssl=encrypted, ssl_context=trusted if encrypted else None, timeout=seconds
        )
        try:
            client.login(self.inbox.user, self.password)
        except BaseException:
            client.shutdown()
            raise
        return client


def _choose_flag(opened: dict[bytes, Any]) -> tuple[bytes, list[str | bytes]]:
    """Return the flag of a mail that we stored, and the search for mails without it."""
    kept = opened.get(b"PERMANENTFLAGS", ())
    if KEYWORD in kept or b"\\*" in kept:
        return KEYWORD, ["UNKEYWORD", KEYWORD]
    return SEEN, ["UNSEEN"]


def _fetch(client: IMAPClient, number: int) -> bytes | None:
    """Return the beginning of a mail, which a large one is cut to by the server; None for one deleted meanwhile."""
    found = client.fetch([number], [f"BODY.PEEK[]<0.{LARGEST_MAIL}>"]).get(number, {})
    return next((value for key, value in found.items() if key.startswith(b"BODY[")), None)
