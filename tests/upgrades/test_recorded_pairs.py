"""Addresses that a shop's system recorded for one customer before such pairs were kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from storage.schema import addresses, businesses, consents, contacts, recorded_pairs
from tests.upgrades.stored import bring_to, connected, fresh

AT = datetime(2026, 3, 1, 10, tzinfo=UTC)
CUSTOMER, MOVED, OTHER = (UUID(int=one) for one in range(1, 4))
ID, CHAT, NUMBER, STRANGE = (UUID(int=one) for one in range(11, 15))


async def test_what_was_recorded_for_one_customer_is_paired(server: str | None, tmp_path: Path) -> None:
    """Her number became another person's, when she wrote from it."""
    async with fresh(server, tmp_path) as url:
        await bring_to(url, "0001")
        mine = {"business": "tiger"}
        async with connected(url) as connection:
            await connection.execute(businesses.insert().values(id="tiger", settings="{}", created_at=AT))
            for who in (CUSTOMER, MOVED, OTHER):
                await connection.execute(contacts.insert().values(**mine, id=who, created_at=AT))
            names = (
                (ID, CUSTOMER, "customer", "shopify:81"),
                (CHAT, CUSTOMER, "telegram", "77"),
                (NUMBER, MOVED, "sms", "+13145550142"),
                (STRANGE, OTHER, "sms", "+13145550111"),
            )
            for row, who, channel, value in names:
                state = {"state": "usable", "state_at": AT, "created_at": AT}
                name = {"id": row, "contact": who, "channel": channel, "value": value}
                await connection.execute(addresses.insert().values(**mine, **name, **state))
            for number, (who, address) in enumerate(((CUSTOMER, NUMBER), (CUSTOMER, CHAT), (OTHER, STRANGE))):
                line = {"purpose": "marketing", "programme": "offers", "action": "granted", "source": "", "text": ""}
                when = {"at": AT, "recorded_at": AT, "id": UUID(int=30 + number)}
                await connection.execute(consents.insert().values(**mine, contact=who, address=address, **line, **when))
        await bring_to(url, "0002")
        async with connected(url) as connection:
            pairs = select(recorded_pairs.c.address, recorded_pairs.c.known_as, recorded_pairs.c.ended_at)
            found = await connection.execute(pairs.order_by(recorded_pairs.c.address))
            assert [tuple(row) for row in found] == [(NUMBER, ID, None)]
