"""A Bot API on loopback, with the people who talk to the bot. https://core.telegram.org/bots/api"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from tests.providers import Fault, Server

TOKEN = "7000000001:AAtest-token_0123456789abcdefghijklmn"
SECRET = "hook-secret_1"
USERNAME = "parley_dev_bot"

_TELLING = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption")
_CAPTIONED = frozenset({"sendPhoto", "sendDocument", "editMessageCaption"})
_FILES = ("photo", "document")
_MOST_BYTES = {"photo": 10_000_000, "document": 50_000_000}  # https://core.telegram.org/bots/api#sending-files
_SAME = (
    "specified new message content and reply markup are exactly the same as a current content and reply markup "
    "of the message"
)
_LONGEST, _LONGEST_CAPTION = 4096, 1024
_COMMAND = re.compile("[a-z0-9_]{1,32}")  # https://core.telegram.org/bots/api#botcommand
_LONGEST_DATA = 64


class _Wrong(Exception):
    """What the Bot API answers to a call that it does not take."""

    def __init__(self, status: int, said: str, **parameters: int) -> None:
        super().__init__(said)
        self.status = status
        self.said = said
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class File:
    """A file of a form."""

    name: str
    body: bytes


@dataclass(slots=True)
class Message:
    """One message of the bot; ``sent`` is the call's JSON, or its form with a ``File`` for each of its files."""

    chat: int
    id: int
    sent: Mapping[str, Any]

    @property
    def text(self) -> str:
        """What is read: the text, or what stands under the picture or the file; "" where nothing does."""
        return str(self.sent["caption"] if "caption" in self.sent else self.sent.get("text", ""))

    @property
    def uploaded(self) -> tuple[str, str, bytes] | None:
        """As what a file was uploaded, its name and its bytes."""
        named = next((name for name in _FILES if isinstance(self.sent.get(name), File)), None)
        return None if named is None else (named, self.sent[named].name, self.sent[named].body)

    @property
    def photo(self) -> str | None:
        """The address of the picture above it."""
        given = self.sent.get("photo")
        return given if isinstance(given, str) else None

    @property
    def keys(self) -> list[dict[str, str]]:
        """The buttons below it, row by row."""
        rows = (self.sent.get("reply_markup") or {}).get("inline_keyboard", [])
        return [key for row in rows for key in row]


@dataclass(slots=True)
class TelegramStand(Server):
    """``messages`` is what the bot sent, ``answered`` the presses it acknowledged, ``people`` whom it may write to.

    ``files`` are what people sent, by file_id; ``paths`` where getFile says that one is, if not at its usual place.
    ``edited`` is what the bot changed, each change as it was asked for; ``deleted`` are messages that are no more.
    ``unfetched`` are hosts from which it gets no picture, ``unshown`` names of files that are no picture it can show.
    ``menus`` are the commands and what they do, by chat (or kind of chats) and language.
    ``moved`` maps groups to what they became. With ``paced`` it takes one message per chat and thirty in all in one
    second of ``clock``.
    """

    token: str = TOKEN
    people: dict[int, str] = field(default_factory=lambda: {99: "Asha"})
    blocked: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    paced: bool = False
    messages: list[Message] = field(default_factory=list)
    edited: list[Mapping[str, Any]] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    answered: list[str] = field(default_factory=list)
    unfetched: set[str] = field(default_factory=set)
    unshown: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    menus: dict[tuple[int | str, str], dict[str, str]] = field(default_factory=dict)
    webhook: str = ""
    secret: str = ""
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _told: int = 0
    _numbers: int = 0
    _first: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _sends: list[tuple[int, Any]] = field(default_factory=list)

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/bot{token}/{method}", self._call)
        router.add_get("/file/bot{token}/{folder}/{file}", self._file)

    def replace(self, token: str) -> None:
        """Another bot takes over: it cannot change what the one before it sent, and it counts messages anew."""
        self.token, self._numbers, self._first = token, 0, len(self.messages)

    async def say(self, person: int, text: str = "", **fields: Any) -> int | None:
        """A person writes to the bot in private; ``fields`` are the Message's own (photo, reply_to_message, …)."""
        said = {"message_id": self._number(), "date": self._now(), "text": text} | fields
        return await self._tell({"message": {"from": self._person(person), "chat": self._chat(person)} | said})

    async def press(self, person: int, message: Message, data: str) -> int | None:
        """A person presses the button of ``message`` that carries ``data``."""
        assert data in [key.get("callback_data") for key in message.keys], f"no button carries {data}"
        shown = {"message_id": message.id, "chat": self._chat(person), "date": self._now(), **message.sent}
        press = {"id": f"press{self._number()}", "from": self._person(person), "message": shown, "chat_instance": "1"}
        return await self._tell({"callback_query": press | {"data": data}})

    async def block(self, person: int) -> int | None:
        """A person blocks the bot."""
        self.blocked.add(person)
        return await self._membership(person, "kicked")

    async def unblock(self, person: int) -> int | None:
        """A person lets the bot in again."""
        self.blocked.discard(person)
        return await self._membership(person, "member")

    async def _membership(self, person: int, status: str) -> int | None:
        bot = {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Parley"}
        old, new = ({"user": bot, "status": one} for one in ("member" if status == "kicked" else "kicked", status))
        ends = {"chat": self._chat(person), "from": self._person(person), "date": self._now()}
        return await self._tell({"my_chat_member": ends | {"old_chat_member": old, "new_chat_member": new}})

    async def _tell(self, update: dict[str, Any]) -> int | None:
        """By webhook, answering our HTTP status; else kept for polling, answering None."""
        self._told += 1
        update = {"update_id": 900_000 + self._told} | update
        if not self.webhook:
            self._updates.append(update)
            self._news.set()
            return None
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        return await self._deliver(self.webhook, json.dumps(update).encode(), headers)

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        fault = self._next() if method in _TELLING else Fault()
        try:
            given = await self._given(request)
            self._check(method, given)
            result = await self._methods()[method](given) if fault.carried_out else True
            if fault.code or fault.status:
                raise _Wrong(
                    fault.status or fault.code or 400, fault.said or "Internal Server Error", **_wait(fault.after)
                )
        except _Wrong as wrong:
            return await self._answer(request, fault, _no(wrong))
        return await self._answer(request, fault, web.json_response({"ok": True, "result": result}))

    async def _given(self, request: web.Request) -> dict[str, Any]:
        if request.match_info["token"] != self.token:
            raise _Wrong(401, "Unauthorized")
        if request.match_info["method"] not in self._methods():
            raise _Wrong(404, "Not Found")
        if request.content_type == "multipart/form-data":
            return _formed(request.headers["Content-Type"], await request.read())
        given: dict[str, Any] = json.loads(await request.read() or b"{}")
        return given

    def _methods(self) -> dict[str, Callable[[dict[str, Any]], Awaitable[Any]]]:
        return {
            "getMe": self._get_me,
            "getFile": self._get_file,
            "sendMessage": self._send,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "editMessageText": self._edit,
            "editMessageCaption": self._edit,
            "answerCallbackQuery": self._acknowledge,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook,
            "getUpdates": self._get_updates,
        }

    def _check(self, method: str, given: Mapping[str, Any]) -> None:
        """What the Bot API says about a message before it looks at the chat."""
        if method not in _TELLING:
            return
        if method in _CAPTIONED:
            if len(given.get("caption", "")) > _LONGEST_CAPTION:
                raise _Wrong(400, "Bad Request: message caption is too long")
        elif not given.get("text"):
            raise _Wrong(400, "Bad Request: message text is empty")
        elif len(given["text"]) > _LONGEST:
            raise _Wrong(400, "Bad Request: message is too long")
        for row in (given.get("reply_markup") or {}).get("inline_keyboard", []):
            for key in row:
                _check_key(key, given.get("chat_id"))
        self._check_chat(given)

    def _check_chat(self, given: Mapping[str, Any]) -> None:
        chat = given.get("chat_id")
        if not isinstance(chat, int):
            raise _Wrong(400, "Bad Request: chat_id is empty")
        if chat in self.blocked:
            raise _Wrong(403, "Forbidden: bot was blocked by the user")
        if chat in self.moved:
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            raise _Wrong(400, said, migrate_to_chat_id=self.moved[chat])
        if chat not in self.people:
            raise _Wrong(400, "Bad Request: chat not found")
        self._pace(chat)

    def _pace(self, chat: int) -> None:
        """https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""
        now = self.clock()
        recent = [one for one, at in self._sends if now - at < timedelta(seconds=1)]
        if self.paced and (chat in recent or len(recent) >= 30):
            raise _Wrong(429, "Too Many Requests: retry after 1", retry_after=1)
        self._sends.append((chat, now))

    async def _send(self, given: dict[str, Any]) -> dict[str, Any]:
        message = Message(given["chat_id"], self._number(), given)
        self.messages.append(message)
        return self._shown(message)

    async def _send_photo(self, given: dict[str, Any]) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#sendphoto: Telegram fetches the picture itself, where it can."""
        if isinstance(given.get("photo"), File):
            return await self._keep(given, "photo")
        address = urlsplit(str(given.get("photo", "")))
        if address.scheme not in {"http", "https"}:
            raise _Wrong(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if address.hostname in self.unfetched:
            raise _Wrong(400, "Bad Request: failed to get HTTP URL content")
        return await self._send(given)

    async def _send_document(self, given: dict[str, Any]) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#senddocument"""
        return await self._keep(given, "document")

    async def _keep(self, given: dict[str, Any], name: str) -> dict[str, Any]:
        """Take an uploaded file, if it is one, and a picture that can be shown."""
        file = given.get(name)
        if not isinstance(file, File) or not file.body:
            raise _Wrong(400, "Bad Request: file must be non-empty")
        if len(file.body) > _MOST_BYTES[name]:
            raise _Wrong(413, "Request Entity Too Large")
        if name == "photo" and file.name in self.unshown:
            raise _Wrong(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        return await self._send(given)

    async def _edit(self, given: dict[str, Any]) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#editmessagetext"""
        place = (given["chat_id"], given.get("message_id"))
        here = (at for at, one in enumerate(self.messages) if at >= self._first and (one.chat, one.id) == place)
        at = next(here, None)
        if at is None or given["message_id"] in self.deleted:
            raise _Wrong(400, "Bad Request: message to edit not found")
        under = {name: self.messages[at].sent[name] for name in _FILES if self.messages[at].sent.get(name)}
        if bool(under) != ("caption" in given):
            raise _Wrong(400, f"Bad Request: there is no {'text' if under else 'caption'} in the message to edit")
        changed = Message(given["chat_id"], given["message_id"], given | under)
        if (changed.text, changed.keys) == (self.messages[at].text, self.messages[at].keys):
            raise _Wrong(400, f"Bad Request: message is not modified: {_SAME}")
        self.messages[at] = changed
        self.edited.append(given)
        return self._shown(changed)

    async def _acknowledge(self, given: dict[str, Any]) -> bool:
        if not str(given.get("callback_query_id", "")).startswith("press"):
            raise _Wrong(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered.append(given["callback_query_id"])
        return True

    async def _get_me(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Parley", "username": USERNAME}

    def picture(self, body: bytes) -> dict[str, Any]:
        """The fields of a message with one photo, in two sizes; ``say`` takes them."""
        name = f"AgACAgQAAxk_{len(self.files) + 1}"
        self.files[name] = body
        small = {"file_id": f"{name}-s", "file_unique_id": "s", "width": 90, "height": 60, "file_size": 900}
        large = {"file_id": name, "file_unique_id": "l", "width": 1280, "height": 853, "file_size": len(body)}
        return {"photo": [small, large]}

    async def _get_file(self, given: dict[str, Any]) -> dict[str, Any]:
        name = given.get("file_id", "")
        if name not in self.files:
            raise _Wrong(400, "Bad Request: invalid file_id")
        path = self.paths.get(name, f"photos/{name}.jpg")
        return {"file_id": name, "file_unique_id": "l", "file_size": len(self.files[name]), "file_path": path}

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"].removesuffix(".jpg")
        if request.match_info["token"] != self.token or name not in self.files:
            return _no(_Wrong(404, "Not Found"))
        return web.Response(body=self.files[name], content_type="application/octet-stream")

    async def _set_commands(self, given: dict[str, Any]) -> bool:
        """https://core.telegram.org/bots/api#setmycommands"""
        commands = given.get("commands") or []
        if not 1 <= len(commands) <= 100:
            raise _Wrong(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for one in commands:
            if not _COMMAND.fullmatch(one["command"]):
                raise _Wrong(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                raise _Wrong(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.menus[self._scope(given)] = {one["command"]: one["description"] for one in commands}
        return True

    async def _delete_commands(self, given: dict[str, Any]) -> bool:
        self.menus.pop(self._scope(given), None)
        return True

    def _scope(self, given: Mapping[str, Any]) -> tuple[int | str, str]:
        """The chat or the kind of chats that a menu is of, and its language."""
        scope = given.get("scope") or {"type": "default"}
        chat = scope.get("chat_id")
        if chat is not None and chat not in self.people:
            raise _Wrong(400, "Bad Request: chat not found")
        return chat if chat is not None else scope["type"], given.get("language_code") or ""

    async def _set_webhook(self, given: dict[str, Any]) -> bool:
        self.webhook, self.secret = given["url"], given.get("secret_token", "")
        return True

    async def _delete_webhook(self, _: dict[str, Any]) -> bool:
        self.webhook = self.secret = ""
        return True

    async def _get_webhook(self, _: dict[str, Any]) -> dict[str, Any]:
        waiting = len(self._updates)
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": waiting}

    async def _get_updates(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise _Wrong(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = given.get("offset", 0)
        self._updates = [one for one in self._updates if one["update_id"] >= offset]
        if not self._updates and given.get("timeout"):
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), given["timeout"])
        return list(self._updates)

    def _shown(self, message: Message) -> dict[str, Any]:
        chat = self._chat(message.chat)
        return {"message_id": message.id, "date": self._now(), "chat": chat, "text": message.text}

    def _number(self) -> int:
        self._numbers += 1
        return 500 + self._numbers

    def _now(self) -> int:
        return int(self.clock().timestamp())

    def _person(self, person: int) -> dict[str, Any]:
        return {"id": person, "is_bot": False, "first_name": self.people[person], "language_code": "en"}

    def _chat(self, chat: int) -> dict[str, Any]:
        kind = "private" if chat > 0 else "supergroup"
        return {"id": chat, "type": kind, ("first_name" if chat > 0 else "title"): self.people[chat]}


def _formed(content_type: str, body: bytes) -> dict[str, Any]:
    """The fields of a form (RFC 7578): files as they are, words as they are, and all else as JSON."""
    given: dict[str, Any] = {}
    boundary = b"\r\n--" + content_type.partition("boundary=")[2].strip('"').encode()
    for part in (b"\r\n" + body).split(boundary)[1:-1]:
        head, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        told = dict(re.findall(r'(\w+)="([^"]*)"', head.decode()))
        if "filename" in told:
            given[told["name"]] = File(told["filename"], value)
        else:
            said = value.decode()
            given[told["name"]] = said if told["name"] in {"caption", "text"} else json.loads(said)
    return given


def _check_key(key: Mapping[str, Any], chat: object) -> None:
    data, url = key.get("callback_data"), key.get("url")
    app = (key.get("web_app") or {}).get("url")
    if app is not None and not (isinstance(chat, int) and chat > 0):
        raise _Wrong(400, "Bad Request: BUTTON_TYPE_INVALID")
    if app is not None and not str(app).startswith("https://"):
        raise _Wrong(400, "Bad Request: inline keyboard button Web App URL is invalid: Only HTTPS links are allowed")
    url = url or app
    if data is not None and not 1 <= len(data.encode()) <= _LONGEST_DATA:
        raise _Wrong(400, "Bad Request: BUTTON_DATA_INVALID")
    if (data is None) == (url is None) or not key.get("text"):
        raise _Wrong(400, "Bad Request: can't parse inline keyboard button")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise _Wrong(400, "Bad Request: inline keyboard button URL is invalid")


def _wait(after: int | None) -> dict[str, int]:
    return {} if after is None else {"retry_after": after}


def _no(wrong: _Wrong) -> web.Response:
    said: dict[str, Any] = {"ok": False, "error_code": wrong.status, "description": wrong.said}
    return web.json_response(said | ({"parameters": wrong.parameters} if wrong.parameters else {}), status=wrong.status)
