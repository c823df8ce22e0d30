"""One Telegram bot: the channel as the rest of the service sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    WebAppInfo,
)

from bot.channels.channel import ChannelRequest, Inbound, PollRefused, Unfetched
from bot.channels.inbound_request import get_header, require_header
from bot.channels.media_download import refuse
from bot.channels.provider_http import CALL, SEND
from bot.channels.provider_origins import TELEGRAM as ORIGIN
from bot.channels.telegram import telegram_updates
from bot.channels.telegram.telegram_api import PLACEHOLDER, Api
from bot.channels.telegram.telegram_refusals import Failed, translate_errors
from bot.channels.telegram.telegram_web_app import read_user
from bot.channels.telegram.telegram_webhooks import WANTED, TelegramWebhooks
from flows.delivery import GONE, PAGE, Answer, Failure, Found, Key, Outgoing
from flows.message_files import Attachment

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
POLL = timedelta(seconds=25)

# https://core.telegram.org/bots/api#inlinekeyboardbutton, in bytes
_LONGEST_DATA = 64
# https://core.telegram.org/bots/api#answercallbackquery, in characters
_LONGEST_NOTE = 200
# Three short buttons fit beside each other on a phone; anything longer gets a line of its own.
_IN_A_ROW, _SHORT = 3, 12

_FILE = re.compile(r"telegram:([A-Za-z0-9_-]{1,300})")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,300}")

# What to do about each refused poll that does not pass by itself: https://core.telegram.org/bots/api#getting-updates
_ADVICE = {
    "401": "Telegram does not know this token: fix [channels.telegram] token and apply",
    "404": "Telegram does not know this token: fix [channels.telegram] token and apply",
    "409": "a webhook is set, or another process polls this bot: run parley doctor --fix, or stop the other one",
}
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Telegram(TelegramWebhooks):
    """A Telegram bot. A message's provider id is ``bot:chat:message``, since each bot numbers a chat's messages anew.

    ``secret`` is what Telegram repeats in a header of every webhook; ``username`` (without @) tells which commands in a
    group are for us. A message is plain text, without markup and without link previews.
    """

    def __init__(
        self, token: str, secret: str, api_url: str = ORIGIN, username: str = "", timeout: timedelta = SEND
    ) -> None:
        self._me = telegram_updates.Me(token.partition(":")[0], username.removeprefix("@").lower())
        self._token = token
        self._api = Api(token, api_url, timeout)
        bot = Bot(PLACEHOLDER, base_url="bot", request=self._api, get_updates_request=self._api)
        super().__init__(bot, secret, api_url, self._me.username)

    def app_user(self, data: str, now: datetime) -> str | None:
        """Return the id of the user who opened a web app of this bot; None if the data are old or not signed by
        Telegram."""
        return read_user(self._token, data, now)

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the request repeats our secret. https://core.telegram.org/bots/api#setwebhook"""
        require_header(SECRET, get_header(request, SECRET), self._secret)

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Inbound, ...]:
        """Return the inbound events of a Telegram update, posted or polled; empty if the update does not concern this
        bot. Raises Unreadable."""
        return telegram_updates.read(request.body, self._me, now)

    async def perform(self, outgoing: Outgoing) -> Answer:
        """Send once. If the connection breaks before the request was written, it may be retried; after that, the
        outcome is unknown."""
        flaw = _flaw(outgoing)
        if flaw:
            return Answer(failure=Failure.ALERT, code="unsendable", detail=flaw)
        try:
            with translate_errors():
                return Answer(provider_id=await self._send(outgoing))
        except Failed as failed:
            return failed.answer

    async def edit(self, outgoing: Outgoing, provider_id: str) -> Answer:
        """Edit a message of this bot. https://core.telegram.org/bots/api#editmessagetext

        Another bot's message cannot be edited; our message with the same number would be a different one.
        """
        flaw = _flaw(outgoing)
        if flaw:
            return Answer(failure=Failure.ALERT, code="unsendable", detail=flaw)
        number = self._number(provider_id, outgoing.to)
        if not number:
            return Answer(failure=Failure.ALERT, code=GONE, detail="the message is not from this bot")
        try:
            with translate_errors():
                await self._change(outgoing, number)
        except Failed as failed:
            return Answer(provider_id=provider_id) if failed.done else failed.answer
        return Answer(provider_id=provider_id)

    async def find(self, outgoing: Outgoing, since: datetime) -> Found:
        """Return that nothing can be asked: Telegram has no list of sent messages that a bot may read."""
        return Found(asked=False)

    async def fetch(self, url: str, most: int) -> bytes:
        """Download a person's file. Raises Unfetched. https://core.telegram.org/bots/api#getfile"""
        named = _FILE.fullmatch(url)
        if named is None:
            raise refuse("address", "The address is not a Telegram file.")
        try:
            with translate_errors():
                file = await self._api.ask("getFile", {"file_id": named[1]}, CALL)
        except Failed as failed:
            raise Unfetched(failed.answer) from None
        path, size = (file.get("file_path"), file.get("file_size")) if isinstance(file, dict) else (None, None)
        if not isinstance(path, str) or not _PATH.fullmatch(path) or ".." in path:
            raise refuse("file", "Telegram names no file to fetch.")
        if isinstance(size, int) and size > most:
            raise refuse("too_large", f"It has {size // 2**20 + 1} MB.")
        return await self._api.download(path, most)

    async def answer_callback(self, callback: str, text: str = "") -> Answer:
        """Acknowledge a pressed button, so that it stops spinning; ``text`` (≤ 200 characters) is shown briefly."""
        try:
            with translate_errors():
                await self._bot.answer_callback_query(callback, text=text[:_LONGEST_NOTE] or None)
        except Failed as failed:
            return Answer() if failed.done else failed.answer
        return Answer()

    async def set_menu(self, commands: Sequence[tuple[str, str]], chat: str | None, language: str) -> Answer:
        """Show a menu of commands. https://core.telegram.org/bots/api#setmycommands"""
        if chat is not None and not chat.removeprefix("-").isdecimal():
            return Answer(failure=Failure.ALERT, code="unsendable", detail="the address is not a Telegram chat")
        scope = BotCommandScopeAllPrivateChats() if chat is None else BotCommandScopeChat(int(chat))
        try:
            with translate_errors():
                if commands:
                    await self._bot.set_my_commands(commands, scope, language_code=language or None)
                else:
                    await self._bot.delete_my_commands(scope, language_code=language or None)
        except Failed as failed:
            return failed.answer
        return Answer()

    async def poll(self, offset: int | None, wait: timedelta = POLL) -> tuple[tuple[int, bytes], ...]:
        """Return updates from ``offset`` on, as (update id, JSON), waiting up to 25 s for the first. Raises
        PollRefused.

        Asking with ``offset`` = last id + 1 drops the earlier ones at Telegram: ask when those are stored, not before.
        """
        asked: dict[str, object] = {"timeout": int(wait.total_seconds()), "allowed_updates": WANTED}
        try:
            with translate_errors():
                return _updates(await self._api.ask("getUpdates", asked | _ask_from(offset), wait + CALL))
        except Failed as failed:
            raise PollRefused(failed.answer, _ADVICE.get(failed.answer.code or "", "")) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._api.shutdown()

    async def _send(self, outgoing: Outgoing) -> str:
        """Send a text or a picture, which Telegram fetches itself: https://core.telegram.org/bots/api#sendphoto"""
        chat, keys, reply = int(outgoing.to), _keyboard_of(outgoing), self._reply(outgoing)
        if outgoing.file is not None:
            sent = await self._upload(outgoing, outgoing.file)
        elif outgoing.picture is not None:
            sent = await self._bot.send_photo(
                chat, outgoing.picture, caption=outgoing.text, reply_markup=keys, reply_parameters=reply
            )
        else:
            sent = await self._bot.send_message(
                chat, outgoing.text, link_preview_options=_NO_PREVIEW, reply_markup=keys, reply_parameters=reply
            )
        return telegram_updates.make_name(self._me.id, {"chat": {"id": sent.chat.id}, "message_id": sent.message_id})

    async def _upload(self, outgoing: Outgoing, file: Attachment) -> Message:
        """Upload a file. It keeps its name unless shown as a picture: https://core.telegram.org/bots/api#senddocument"""
        keys, reply, text = _keyboard_of(outgoing), self._reply(outgoing), outgoing.text or None
        send = self._bot.send_photo if outgoing.shown else self._bot.send_document
        return await send(
            int(outgoing.to), file.body, caption=text, reply_markup=keys, reply_parameters=reply, filename=file.name
        )

    async def _change(self, outgoing: Outgoing, number: int) -> None:
        """Edit a text, or a caption, which needs a method of its own: .../bots/api#editmessagecaption"""
        chat, keys = int(outgoing.to), _keyboard_of(outgoing)
        if outgoing.captioned or outgoing.picture is not None:
            await self._bot.edit_message_caption(chat, number, caption=outgoing.text, reply_markup=keys)
        else:
            await self._bot.edit_message_text(
                outgoing.text, chat, number, link_preview_options=_NO_PREVIEW, reply_markup=keys
            )

    def _reply(self, outgoing: Outgoing) -> ReplyParameters | None:
        """Return what to quote; None for a message of another chat or bot. If the quoted message is gone, ours is still
        sent."""
        number = self._number(outgoing.reply_to or "", outgoing.to)
        return ReplyParameters(number, allow_sending_without_reply=True) if number else None

    def _number(self, provider_id: str, chat: str) -> int:
        """Return the number of this bot's message in that chat; 0 if it is another bot's or another chat's. Older ids
        lack the bot."""
        place, _, number = provider_id.removeprefix(f"{self._me.id}:").rpartition(":")
        return int(number) if place == chat and number.isdecimal() else 0


def _flaw(outgoing: Outgoing) -> str:
    """Return why Telegram would refuse a message; "" if it would not."""
    if not outgoing.to.removeprefix("-").isdecimal():
        return "the address is not a Telegram chat"
    long = next((key for key in outgoing.keys if not key.url and len(key.id.encode()) > _LONGEST_DATA), None)
    return f"the button {long.id[:20]!r}… holds more than {_LONGEST_DATA} bytes" if long else ""


def _keyboard_of(outgoing: Outgoing) -> InlineKeyboardMarkup | None:
    keys, private = outgoing.keys, not outgoing.to.startswith("-")
    labels = [" · ".join(filter(None, (key.text, key.detail))) for key in keys]
    buttons = [_button(key, label, private=private) for key, label in zip(keys, labels, strict=True)]
    if not buttons:
        return None
    beside = len(keys) <= _IN_A_ROW and all(len(label) <= _SHORT for label in labels)
    return InlineKeyboardMarkup([buttons] if beside else [[button] for button in buttons])


def _button(key: Key, label: str, *, private: bool) -> InlineKeyboardButton:
    """Return a button; a page of ours opens as a web app, which needs https and a private chat.

    https://core.telegram.org/bots/api#inlinekeyboardbutton
    """
    if key.url and key.id == PAGE and private and key.url.startswith("https://"):
        return InlineKeyboardButton(label, web_app=WebAppInfo(f"{key.url}?app"))
    return InlineKeyboardButton(label, url=key.url) if key.url else InlineKeyboardButton(label, callback_data=key.id)


def _ask_from(offset: int | None) -> dict[str, object]:
    return {} if offset is None else {"offset": offset}


def _updates(given: list[dict[str, object]]) -> tuple[tuple[int, bytes], ...]:
    """Return each update separately, so that an unreadable one does not block the rest."""
    return tuple(
        (int(str(one["update_id"])), json.dumps(one, ensure_ascii=False).encode("utf-8", "replace")) for one in given
    )
