"""The files of the simulator's pages, and their security headers for browsers."""

from __future__ import annotations

from importlib.resources import files

from aiohttp import web

PAGES = files("templates").joinpath("pages")


def make_headers(*, forms: bool = False) -> dict[str, str]:
    """Return the headers: only our own files may load, run or be called, and nobody may frame the page.

    With ``forms`` a page may post a form to its own origin and sends the Origin. A browser that hides it sends the
    Origin "null", which could be anybody's (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    """
    to = "'self'" if forms else "'none'"
    return {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action {to}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin" if forms else "no-referrer",
        "Cache-Control": "no-cache",
    }


def serve_page(name: str, content_type: str) -> web.Response:
    """Return one of our files as it is."""
    text = PAGES.joinpath(name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=content_type, headers=make_headers())
