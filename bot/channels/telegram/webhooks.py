"""What ``doctor`` asks of a bot, and how ``doctor --fix`` has updates posted to us or kept for polling."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeAlias

from telegram import Bot, WebhookInfo

from bot.channels.telegram.refusals import Failed, failing
from bot.channels.wire import unreached
from flows.delivery import Answer, Failure

Line: TypeAlias = tuple[bool, str]

# message_reaction comes only when it is asked for: https://core.telegram.org/bots/api#update
WANTED = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")


class TelegramWebhooks:
    """Where one bot's updates go. Telegram posts them to one address, or keeps them for polling: never both."""

    def __init__(self, bot: Bot, secret: str, origin: str) -> None:
        self._bot = bot
        self._secret = secret
        self._origin = origin

    async def register(self, url: str) -> list[Line]:
        """Have updates posted to ``url`` with our secret; those that wait come there."""
        return [await self._ask(self._register(url))]

    async def unregister(self) -> list[Line]:
        """Give up the webhook, so that updates can be polled; those that wait stay."""
        return [await self._ask(self._unregister())]

    async def check(self, url: str | None) -> list[Line]:
        """Lines for a person: does the token work, and do updates come to ``url`` (None: are they to be polled)."""
        lines = [await self._ask(self._whoami())]
        if not lines[0][0]:
            return lines
        return [*lines, await self._ask(self._compare(url))]

    async def _ask(self, question: Awaitable[Line]) -> Line:
        try:
            with failing():
                return await question
        except Failed as failed:
            return False, _told(failed.answer, self._origin)

    async def _whoami(self) -> Line:
        return True, f"Telegram bot @{(await self._bot.get_me()).username} answers"

    async def _register(self, url: str) -> Line:
        await self._bot.set_webhook(url, secret_token=self._secret, allowed_updates=WANTED)
        return True, f"Telegram posts updates to {url}"

    async def _unregister(self) -> Line:
        await self._bot.delete_webhook()
        return True, "Telegram keeps updates for polling"

    async def _compare(self, url: str | None) -> Line:
        info = await self._bot.get_webhook_info()
        if info.url != (url or ""):
            return False, f"Telegram posts to {info.url or 'nobody'}, not to {url or 'nobody'}: run doctor --fix"
        if info.last_error_message and info.pending_update_count:
            return False, f"Telegram cannot deliver, {_waiting(info)}: {info.last_error_message}"
        return True, f"Telegram posts to {url}" if url else "Telegram is polled"


def _told(answer: Answer, origin: str) -> str:
    """Telegram's own refusals carry a code; without one it was not reached, or gave no answer that can be used."""
    if answer.code is None and answer.failure is Failure.RETRY:
        return unreached("Telegram", origin, "PARLEY_TELEGRAM_API_URL", answer.detail)
    return answer.detail if answer.detail.startswith("Telegram") else f"Telegram gave no answer: {answer.detail}"


def _waiting(info: WebhookInfo) -> str:
    return f"{info.pending_update_count} updates wait"
