"""How mails come in to a business: from a mailbox, or posted by a provider, or not at all."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import datetime

from bot.channels.channel import ChannelRequest, Inbound, PollRefused, Unproven
from bot.channels.email.inbound_mail import read_mail
from flows.business import InboundProvider, MailInbox

_UNREAD = "answers are not read: add inbound to [channels.email]"


class MailIntake:
    """The inbound side of an account; ``secret`` is the mailbox's password, or that of the provider's posts."""

    def __init__(self, sender: str, inbox: MailInbox | None, secret: str, trust: ssl.SSLContext | None = None) -> None:
        self._address = sender
        self._inbox = inbox
        self._secret = secret
        self._mailbox = None
        if inbox is not None and not inbox.posts:
            from bot.channels.email.imap_mailbox import ImapMailbox  # many businesses have none

            self._mailbox = ImapMailbox(inbox, secret, trust)

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the provider of the business posted the request."""
        from bot.channels.email.posted_mail import prove_mailgun, prove_sendgrid

        if self._inbox is None or not self._inbox.posts:
            raise Unproven("no provider posts mails of this business")
        prove = prove_mailgun if self._inbox.provider is InboundProvider.MAILGUN else prove_sendgrid
        prove(request, self._secret)

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Inbound, ...]:
        """Return the events of a mail, posted or from the mailbox; empty if it concerns nobody. Raises Unreadable."""
        from bot.channels.email.posted_mail import read_mailgun, read_sendgrid

        if self._inbox is None or not self._inbox.posts:
            return read_mail(request.body, now, self._address)
        read = read_mailgun if self._inbox.provider is InboundProvider.MAILGUN else read_sendgrid
        return read_mail(read(request), now, self._address)

    async def poll(self, offset: int | None) -> Sequence[tuple[int, bytes]]:
        """Return mails of the mailbox. Raises PollRefused."""
        assert self._mailbox is not None, "only a channel with a mailbox is polled"
        return await self._mailbox.poll(offset)

    async def register(self, url: str) -> list[tuple[bool, str]]:
        """Register nothing: the address is given to a provider by hand."""
        return []

    async def unregister(self) -> list[tuple[bool, str]]:
        """Unregister nothing."""
        return []

    async def check_inbound(self, url: str | None) -> list[tuple[bool, str]]:
        """Return a result line: the mailbox opens, or where the provider has to post."""
        if self._inbox is None:
            return [(True, _UNREAD)]
        if self._mailbox is None:
            return [_name_address(self._inbox.provider, url)]
        try:
            await self._mailbox.check()
        except PollRefused as refused:
            return [(False, refused.advice or refused.answer.detail)]
        return [(True, f"the mailbox at {self._inbox.host} opens")]


def _name_address(provider: InboundProvider, url: str | None) -> tuple[bool, str]:
    if url is None:
        return False, f"{provider} cannot post mails: set PARLEY_PUBLIC_URL to an https address"
    if provider is InboundProvider.MAILGUN:
        return True, f'Mailgun has to post mails to us: give a route the action forward("{url}?mime")'
    address = url.replace("://", "://parley:SECRET@", 1)
    return True, f'SendGrid has to post mails to us: set {address} with "POST the raw, full MIME message"'
