"""The ``doctor`` checks of a bot; ``doctor --fix`` makes Telegram post updates to us, or store them for polling."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias, TypeVar

from telegram import Bot, User, WebhookInfo

from bot.channels.provider_http import describe_unreached
from bot.channels.telegram.telegram_refusals import Failed, translate_errors
from flows.delivery import Answer, Failure

T = TypeVar("T")
Line: TypeAlias = tuple[bool, str]

# message_reaction comes only when it is asked for: https://core.telegram.org/bots/api#update
WANTED = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")


class TelegramWebhooks:
    """The destination of one bot's updates. Telegram posts them to one address or stores them for polling,
    never both."""

    def __init__(self, bot: Bot, secret: str, origin: str, username: str = "") -> None:
        self._bot = bot
        self._secret = secret
        self._username = username  # in lower case without @, "" where none is known
        self._origin = origin

    async def register(self, url: str) -> list[Line]:
        """Set the webhook to ``url`` with our secret; waiting updates are posted there too."""
        setting = self._bot.set_webhook(url, secret_token=self._secret, allowed_updates=WANTED)
        return [await self._ask(setting, lambda _: (True, f"Telegram posts updates to {url}"))]

    async def unregister(self) -> list[Line]:
        """Remove the webhook, so that updates can be polled; waiting updates stay."""
        return [await self._ask(self._bot.delete_webhook(), lambda _: (True, "Telegram keeps updates for polling"))]

    async def check(self, url: str | None) -> list[Line]:
        """Return result lines: the token works, the bot is the named one, and updates are posted to ``url`` (or polled,
        if None)."""
        ours = await self._ask(self._bot.get_me(), self._check_name)
        if not ours[0]:
            return [ours]
        return [ours, await self._ask(self._bot.get_webhook_info(), partial(_compare_url, url))]

    async def check_name(self) -> str | None:
        """Return what to do if the token belongs to another bot than the links; None if it does not, or Telegram cannot
        tell."""
        try:
            with translate_errors():
                fits, line = self._check_name(await self._bot.get_me())
        except Failed:
            return None
        return None if fits else line

    def _check_name(self, me: User) -> Line:
        """Return whether the token's bot is the one of the business file."""
        name = me.username or ""
        if self._username in {"", name.lower()}:
            return True, f"Telegram bot @{name} answers"
        return False, (
            f"Telegram: the token belongs to @{name}, but the business file says @{self._username}, where all links "
            f'lead: put username = "{name}", or the token of @{self._username}, into [channels.telegram] and apply'
        )

    async def _ask(self, question: Awaitable[T], told: Callable[[T], Line]) -> Line:
        """Return the line that ``told`` makes of Telegram's answer, or a line about the refusal."""
        try:
            with translate_errors():
                return told(await question)
        except Failed as failed:
            return False, _describe_refusal(failed.answer, self._origin)


def _describe_refusal(answer: Answer, origin: str) -> str:
    """Format a refusal; one without a code means no connection, or no usable answer."""
    if answer.code is None and answer.failure is Failure.RETRY:
        return describe_unreached("Telegram", origin, "PARLEY_TELEGRAM_API_URL", answer.detail)
    return answer.detail if answer.detail.startswith("Telegram") else f"Telegram gave no answer: {answer.detail}"


def _compare_url(url: str | None, info: WebhookInfo) -> Line:
    if url is None and info.url:
        return False, f"Telegram posts to {info.url}, so Parley cannot poll it and receives nothing: run doctor --fix"
    if info.url != (url or ""):
        return False, f"Telegram posts to {info.url or 'nobody'}, not to {url}: run doctor --fix"
    if info.last_error_message and info.pending_update_count:
        return False, f"Telegram cannot deliver, {info.pending_update_count} updates wait: {info.last_error_message}"
    return True, f"Telegram posts to {url}" if url else "Telegram is polled"
