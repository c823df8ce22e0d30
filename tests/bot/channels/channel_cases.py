"""One sender of every channel, with its stand-in on loopback, for the promises that channels make."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.channel import ProviderAccount
from bot.channels.email import EmailAccount
from bot.channels.provider_http import CALL
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from flows.business import MailServer, MailTls
from flows.channels import CHANNELS
from tests.providers import smtp
from tests.providers import telegram as telegram_provider
from tests.providers import twilio as twilio_provider
from tests.providers.smtp import SmtpStand
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import TwilioStand

Stand = TwilioStand | TelegramStand | SmtpStand
StandType = type[TwilioStand] | type[TelegramStand] | type[SmtpStand]
SOON = timedelta(milliseconds=300)


@dataclass(frozen=True)
class Case:
    """A sender of a channel: its stand-in, its account at an origin with a secret, an address to write to.

    ``wrong`` is a secret that the provider does not know; nobody answers at the addresses ``nowhere``.
    """

    channel: str
    stand: StandType
    account: Callable[[str, str, timedelta], ProviderAccount]
    secret: str
    wrong: str
    to: str
    nowhere: tuple[str, ...] = ("http://127.0.0.1:1", "http://no port")


@dataclass(frozen=True)
class Pair:
    """A channel, the same with little patience, the stand-in they talk to, and somebody to write to."""

    channel: ProviderAccount
    hasty: ProviderAccount
    provider: Stand
    to: str
    asks: bool


def _twilio(channel: str, sender: str, to: str) -> Case:
    def account(url: str, token: str, patience: timedelta) -> Twilio:
        return Twilio(channel, twilio_provider.ACCOUNT, token, sender, url, timeout=patience)

    return Case(channel, TwilioStand, account, twilio_provider.TOKEN, "wrong", to)


def _telegram(url: str, token: str, patience: timedelta) -> Telegram:
    return Telegram(token, telegram_provider.SECRET, url, timeout=patience)


def _email(url: str, password: str, patience: timedelta) -> EmailAccount:
    server = MailServer("127.0.0.1", 25, MailTls.NONE, smtp.USER)
    return EmailAccount(smtp.SENDER, server, password, url, timeout=patience)


CASES = {
    "sms": _twilio("sms", twilio_provider.NUMBER, "+13145550142"),
    "sms by a service": _twilio("sms", twilio_provider.SERVICE, "+13145550142"),
    "whatsapp": _twilio("whatsapp", twilio_provider.WHATSAPP, "+919555501234"),
    "telegram": Case("telegram", TelegramStand, _telegram, telegram_provider.TOKEN, "7000000001:AAwrong", "99"),
    "email": Case(
        "email", SmtpStand, _email, smtp.PASSWORD, "wrong", "ann@mail.example", ("smtp://127.0.0.1:1", "smtp://no port")
    ),
}


@asynccontextmanager
async def open_pair(case: Case) -> AsyncIterator[Pair]:
    """Its stand-in, and two accounts there."""
    async with case.stand() as provider:
        channel, hasty = (case.account(provider.url, case.secret, patience) for patience in (CALL, SOON))
        yield Pair(channel, hasty, provider, case.to, asks=CHANNELS[case.channel].answers)
        await channel.close()
        await hasty.close()
