"""A bare aiohttp handler: reads the body and answers, without checking signatures and without a database.

``python -m bot.bench.bare_web`` prints its port.
"""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.bench import child_process


async def _take(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


async def _serve() -> None:
    app = web.Application()
    app.router.add_post("/{place:.*}", _take)
    await child_process.serve(web.AppRunner(app, access_log=None, handle_signals=False))


if __name__ == "__main__":
    asyncio.run(_serve())
