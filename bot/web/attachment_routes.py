"""The file of a message, by its link: for a provider that downloads it, or for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.sealed_files import ALWAYS, make_refusal
from flows.message_files import PICTURES, Attachment
from handlers.engine.sealed_links import PATH, find_file, read_business
from handlers.engine.turn import Turn, UnknownBusiness

_GONE = "There is no such file, or its link has expired after three days. Please ask the sender for a new one."


@dataclass(frozen=True, slots=True)
class AttachmentPages:
    """``GET /m/{token}``. A token is encrypted, so it cannot be guessed."""

    turns: OpenTurns

    def add_to(self, app: web.Application) -> None:
        """Add the route; it answers HEAD too, which Twilio sends first."""
        app.router.add_get(PATH + "{token}", self.show)

    async def show(self, http: web.Request) -> web.Response:
        """Return the file; 404 if the link is not ours or has expired. Raises DatabaseAway."""
        file = await self._file(http.match_info["token"])
        if file is None:
            return make_refusal(404, _GONE)
        headers = ALWAYS | {"Content-Type": file.media_type, "Content-Disposition": _disposition(file)}
        return web.Response(body=file.body, headers=headers)

    async def _file(self, token: str) -> Attachment | None:
        business = read_business(token)
        if business is None:
            return None

        async def look(turn: Turn) -> Attachment | None:
            return await find_file(turn, token)

        try:
            return await self.turns.look(business, look)
        except UnknownBusiness:
            return None


def _disposition(file: Attachment) -> str:
    """Return "inline" for a picture, else an attachment with its name: https://www.rfc-editor.org/rfc/rfc6266#section-5"""
    way = "inline" if file.media_type in PICTURES else "attachment"
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in file.name
    )
    starred = "" if plain == file.name else f"; filename*=UTF-8''{quote(file.name, safe='')}"
    return f'{way}; filename="{plain}"{starred}'
