"""Returns that were told before orders knew what came back of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from storage.schema import businesses, order_lines, orders, returned_lines, returns
from tests.upgrades.stored import bring_to, connected, fresh

AT = datetime(2026, 3, 1, 10, tzinfo=UTC)
BACK, WHOLE = UUID(int=1), UUID(int=2)


async def test_what_came_back_before_is_taken_off(server: str | None, tmp_path: Path) -> None:
    async with fresh(server, tmp_path) as url:
        await bring_to(url, "0052")
        mine, goods = {"business": "tiger"}, {"sku": "AIR-9", "title": "Air", "size": "9", "quantity": 1}
        async with connected(url) as connection:
            await connection.execute(businesses.insert().values(id="tiger", settings="{}", created_at=AT))
            for which in (BACK, WHOLE):
                told = {"source": "api", "ref": which.hex, "number": "#1", "created_at": AT, "placed_at": AT}
                money = {"total": 60_000_000, "currency": "USD"}
                await connection.execute(orders.insert().values(**mine, id=which, **told, **money))
                line = {"order": which, "line": 0, "at": AT, "variant": "", "price": 80_000_000}
                await connection.execute(order_lines.insert().values(**mine, **line, **goods))
            back = {"id": UUID(int=3), "source": "api", "ref": "r1", "order": BACK, "at": AT, "city": ""}
            await connection.execute(returns.insert().values(**mine, **back))
            line = {"returned": UUID(int=3), "line": 0, "reason": ""}
            await connection.execute(returned_lines.insert().values(**mine, **line, **goods))
        await bring_to(url, "0053")
        async with connected(url) as connection:
            found = await connection.execute(select(orders.c.id, orders.c.returned).order_by(orders.c.id))
            assert [tuple(row) for row in found] == [(BACK, 60_000_000), (WHOLE, 0)]
