"""The files of the simulator's pages, and what browsers are told to allow them."""

from __future__ import annotations

from importlib.resources import files

from aiohttp import web

PAGES = files("templates").joinpath("pages")


def headers(*, forms: bool = False) -> dict[str, str]:
    """Nothing but what we serve ourselves may load, run or be spoken to, and nobody may frame it.

    With ``forms`` a page may send one to where it came from, and says that it did: a browser that hides it sends the
    Origin "null", which could be anybody's (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    """
    to = "'self'" if forms else "'none'"
    return {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src 'self' data:; base-uri 'none'; form-action {to}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin" if forms else "no-referrer",
        "Cache-Control": "no-cache",
    }


def page(name: str, content_type: str) -> web.Response:
    """One of our files as it is."""
    text = PAGES.joinpath(name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=content_type, headers=headers())
