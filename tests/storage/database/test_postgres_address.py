"""Database addresses as hosts give them: libpq's parameters reach the driver, and what cannot be used is told."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from bot.config import WrongSettings, load
from storage.database.postgres_address import BadAddress, check_address, connect_arguments
from storage.database.schema_version import open_engine
from storage.database.stores import DatabaseAway, make_driver_url
from storage.database.wakeups import open_wire
from tests.cases import each

HOST = "postgresql://user:pass@db.example:5432/app"


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("sslmode=require", {"ssl": "require"}),
        ("sslmode=require&channel_binding=require", {"ssl": "require"}),
        ("options=endpoint%3Dep-1", {"server_settings": {"options": "endpoint=ep-1"}}),
        ("application_name=shop&connect_timeout=3", {"timeout": 3.0, "server_settings": {"application_name": "shop"}}),
        ("target_session_attrs=read-write&gssencmode=disable", {"target_session_attrs": "read-write"}),
        ("pgbouncer=true", {"statement_cache_size": 0, "prepared_statement_cache_size": 0}),
    ],
)
def test_parameters_of_hosts_reach_the_driver(query: str, arguments: dict[str, object]) -> None:
    check_address(f"{HOST}?{query}")
    assert connect_arguments(f"{HOST}?{query}") == arguments


@each("setting", ["PARLEY_DATABASE_URL", "PARLEY_LISTEN_URL"])
@each(
    ("url", "mend"),
    [
        ("postgresql://user:se@cret@db.example/app", "%40"),
        ("postgresql://user:se/cret@db.example/app", "%2F"),
        ("postgresql://user:se#cret@db.example/app", "%23"),
        ("postgresql://user:se:cret@db.example/app", "%3A"),
        ("postgresql://user:se?cret@db.example/app", "%3F"),
        (f"{HOST}?sslmode=always", "sslmode is one of"),
        (f"{HOST}?fancy=1", "fancy"),
        (f"{HOST}?sslmode=verify-full&sslrootcert=/nowhere.crt", "certificate"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(setting: str, url: str, mend: str) -> None:
    with pytest.raises(WrongSettings) as told:
        load({setting: url})
    assert mend in str(told.value)
    assert setting in str(told.value)
    assert "cret" not in str(told.value)


@pytest.mark.postgres
@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
async def test_a_server_without_ssl_is_reached(packaged_postgres: str, mode: str) -> None:
    url = f"{packaged_postgres}{'&' if '?' in packaged_postgres else '?'}sslmode={mode}&application_name=shop"
    engine = open_engine(url, "BEGIN")
    async with engine.connect() as connection:
        assert (await connection.execute(text("SHOW application_name"))).scalar() == "shop"
    await engine.dispose()
    async with open_wire(make_driver_url(url), lambda _words: None, lambda: None) as wire:
        await wire.say("hello")


async def test_a_server_without_ssl_says_so_where_ssl_is_required() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)  # SSLRequest
        writer.write(b"N")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"postgresql://user:pass@127.0.0.1:{port}/app?sslmode=require"
        with pytest.raises(DatabaseAway, match="SSL"):
            async with open_wire(make_driver_url(url), lambda _words: None, lambda: None):
                pass


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(BadAddress):
        check_address("mysql://db.example/app")
