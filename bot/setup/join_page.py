"""The page that invites customers: a QR code for each chat of a business, to be shown or printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from aiohttp import web

from bot.open_turns import OpenTurns
from flows.channels import get_title
from handlers.engine.turn import Turn, UnknownBusiness
from handlers.people.start_words import make_start_links
from storage.database.stores import DatabaseAway

_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:24rem;padding:0 1rem;text-align:center;"
    "color:#111;background:#fff}svg{width:100%;height:auto;max-width:18rem}a{color:#0645ad;overflow-wrap:anywhere}"
    "section{break-inside:avoid;margin:2rem 0}"
)
_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
}


@dataclass(frozen=True, slots=True)
class JoinPage:
    """``GET /join/{business}``. It is public, as it shows only the business's name and how to write to it."""

    turns: OpenTurns

    def add_to(self, app: web.Application) -> None:
        """Add the route; it answers HEAD too."""
        app.router.add_get("/join/{business}", self.show)

    async def show(self, http: web.Request) -> web.Response:
        """Return the page; 404 if there is no such business, or nobody can write to it yet."""
        try:
            name, locale, ways = await self.turns.look(http.match_info["business"], _ways)
        except UnknownBusiness:
            raise web.HTTPNotFound(text="There is no such business here.") from None
        except DatabaseAway:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
        if not ways:
            raise web.HTTPNotFound(text="This business has no chat yet.")
        return web.Response(text=_page(name, locale, ways), content_type="text/html", headers=_HEADERS)


async def _ways(turn: Turn) -> tuple[str, str, dict[str, str]]:
    return turn.business.name, turn.business.locale, make_start_links(turn)


def _page(name: str, locale: str, ways: dict[str, str]) -> str:
    parts = "".join(
        f"<section><h2>{escape(get_title(channel))}</h2>{_draw_code(url)}"
        f'<p><a href="{escape(url)}">{escape(url)}</a></p></section>'
        for channel, url in ways.items()
    )
    title = escape(name)
    return (
        f'<!doctype html><html lang="{escape(locale)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{parts}</main></body></html>"
    )


@lru_cache(maxsize=256)
def _draw_code(url: str) -> str:
    """Return the QR code as SVG, with the quiet zone that cameras need (ISO/IEC 18004)."""
    import segno  # a tenth of what a service imports at its start, and few draw one

    drawn: str = segno.make(url, micro=False).svg_inline(scale=4, border=4, omitsize=True)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="QR: {escape(url)}" ', 1)
