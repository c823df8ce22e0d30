"""A bare aiohttp handler: reads what is posted and answers, proves nothing and keeps nothing.

``python -m bot.bench.bare_web`` says its port.
"""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.bench import child


async def _take(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


async def _serve() -> None:
    app = web.Application()
    app.router.add_post("/{place:.*}", _take)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    child.say(port=runner.addresses[0][1])
    while await child.heard() is not None:
        continue
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve())
