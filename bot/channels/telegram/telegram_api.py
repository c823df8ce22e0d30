"""The Bot API over our connections. https://core.telegram.org/bots/api#making-requests

The token is in the path of every call, and the library logs its paths at debug level. So the library gets a
placeholder, and only this module builds the real path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import FormData
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channels.media_download import download, read_whole
from bot.channels.provider_http import CALL, ConnectionCut, ProviderReply, Wire
from bot.channels.provider_origins import TELEGRAM as ORIGIN

PLACEHOLDER = "token"


class TelegramRefused(TelegramError):
    """Telegram refused: the HTTP status, its sentence, how long to wait, and the chat that a group became."""

    def __init__(self, status: int, said: str, after: timedelta | None = None, chat: int | None = None) -> None:
        super().__init__(f"HTTP {status}: {said}")
        self.status = status
        self.said = said
        self.after = after
        self.chat = chat


class TelegramCallLost(TelegramError):
    """The answer was incomplete or missing; ``written`` is True if Telegram may have the request."""

    def __init__(self, cut: ConnectionCut) -> None:
        super().__init__(str(cut))
        self.written = cut.written


class Api(BaseRequest):
    """The transport of one bot. Raises TelegramRefused and TelegramCallLost, which pass through the library as they
    are."""

    def __init__(self, token: str, api_url: str = ORIGIN, timeout: timedelta = CALL) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._wire = Wire(timeout)

    @property
    def read_timeout(self) -> float:
        """Return seconds for one call."""
        return self._wire.timeout.total_seconds()

    async def initialize(self) -> None:
        """Do nothing, as connections open at the first call."""

    async def shutdown(self) -> None:
        """Close the connections."""
        await self._wire.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Perform one call of the library within this transport's own time limit: JSON, or a form if a file is sent."""
        name = url.rpartition("/")[2]
        if request_data is not None and request_data.contains_files:
            reply = await self._call(name, data=_form(request_data))
        else:
            reply = await self._post(name, request_data.parameters if request_data else {})
        return reply.status, reply.body

    async def ask(self, name: str, parameters: Mapping[str, object], timeout: timedelta) -> Any:  # noqa: ASYNC109 - a long poll's own
        """Return the raw ``result`` of a method, for answers that are stored as they came."""
        reply = await self._post(name, parameters, timeout)
        said = _object(reply.body)
        if "result" not in said:
            raise TelegramCallLost(ConnectionCut("an answer without a result", written=True))
        return said["result"]

    async def download(self, path: str, most: int) -> bytes:
        """Download a file by the path that getFile returned. Raises Unfetched. https://core.telegram.org/bots/api#file"""
        return read_whole(await download(self._wire, f"{self._files}{path}", most))

    async def _post(self, name: str, parameters: Mapping[str, object], limit: timedelta | None = None) -> ProviderReply:
        return await self._call(name, limit, json=dict(parameters))

    async def _call(self, name: str, limit: timedelta | None = None, **body: Any) -> ProviderReply:
        try:
            reply = await self._wire.call("POST", self._base + name, timeout=limit, **body)
        except ConnectionCut as cut:
            raise TelegramCallLost(cut) from None
        if reply.status >= 300:
            raise _refusal(reply)
        return reply


def _form(request: RequestData) -> FormData:
    """Return a form; values other than strings become JSON: https://core.telegram.org/bots/api#sending-files"""
    form = FormData(quote_fields=False)  # or a name with a blank in it would be shown with %20
    for name, value in request.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, body, media_type) in request.multipart_data.items():
        form.add_field(name, body, filename=file_name, content_type=media_type)
    return form


def _refusal(reply: ProviderReply) -> TelegramRefused:
    """Parse a refusal: https://core.telegram.org/bots/api#responseparameters"""
    said = _object(reply.body)
    told = said.get("parameters")
    parameters: dict[str, object] = told if isinstance(told, dict) else {}
    wait, chat = parameters.get("retry_after"), parameters.get("migrate_to_chat_id")
    return TelegramRefused(
        reply.status,
        str(said.get("description", "no reason given"))[:200],
        timedelta(seconds=wait) if isinstance(wait, int) else reply.after,
        chat if isinstance(chat, int) else None,
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
