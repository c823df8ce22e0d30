"""A mail server on loopback, in a process of its own: aiosmtpd, which takes each mail and counts it.

``python -m bot.bench.mail_stub`` prints its port; each line of its input is answered with the counts since the last
one.
"""

from __future__ import annotations

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.bench import child_process


class MailCounter:
    """The handler of aiosmtpd: the number of mails, and of their different recipients."""

    def __init__(self) -> None:
        self._many = 0
        self._people: set[str] = set()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        self._many += 1
        self._people.update(envelope.rcpt_tos)
        return "250 OK"

    def take_totals(self) -> dict[str, int]:
        """Return the counts, and begin anew."""
        told = {"many": self._many, "people": len(self._people)}
        self._many, self._people = 0, set()
        return told


async def _serve() -> None:
    counter, loop = MailCounter(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(counter, hostname="mail.example", loop=loop), "127.0.0.1", 0)
    child_process.say(port=server.sockets[0].getsockname()[1])
    while await child_process.receive_message() is not None:
        child_process.say(**counter.take_totals())


if __name__ == "__main__":
    asyncio.run(_serve())
