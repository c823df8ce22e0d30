"""FastAPI with an AsyncSession stores the same webhooks, each proven first and committed before its answer.

Run as a process it says its port. BENCH_DATABASE is SQLAlchemy's address of a database; the tables are its own.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from sqlalchemy import DateTime, ForeignKey, LargeBinary, String, event, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.peers.answers import TOKEN

ADDRESS = "https://bench.example"
SECRET = "shpss_bench"
_SQLITE = {"connect_args": {"timeout": 60}}
engine = create_async_engine(
    os.environ["BENCH_DATABASE"], **(_SQLITE if os.environ["BENCH_DATABASE"].startswith("sqlite") else {})
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    """The tables."""


class Person(Base):
    """Somebody, by their number."""

    __tablename__ = "fastapi_persons"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String, unique=True)


class Event(Base):
    """What was posted, once."""

    __tablename__ = "fastapi_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(String, unique=True)
    kind: Mapped[str]
    person: Mapped[int] = mapped_column(ForeignKey("fastapi_persons.id"))
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    raw: Mapped[bytes] = mapped_column(LargeBinary)


class Message(Base):
    """What somebody wrote."""

    __tablename__ = "fastapi_messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("fastapi_persons.id"))
    provider_id: Mapped[str] = mapped_column(String, unique=True)
    text: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


if engine.dialect.name == "sqlite":

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: object, _record: object) -> None:
        """As durable as what it is set beside."""
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


@asynccontextmanager
async def prepared(_app: FastAPI) -> AsyncIterator[None]:
    """Its tables, empty."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(lifespan=prepared)


@app.post("/channels/twilio/{business}/inbound")
async def twilio(request: Request) -> Response:
    """A message."""
    body = await request.body()
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    signed = ADDRESS + request.url.path + "".join(name + value for name, value in sorted(fields.items()))
    prove(request.headers.get("X-Twilio-Signature", ""), TOKEN, signed.encode(), "sha1")
    async with sessions() as session:
        person = await find(session, fields["From"])
        now, sid = datetime.now(UTC), fields["MessageSid"]
        session.add(Event(external_id=f"sms:{sid}", kind="message", person=person.id, received_at=now, raw=body))
        session.add(Message(person=person.id, provider_id=sid, text=fields["Body"], received_at=now))
        await session.commit()
    return Response("<Response/>", media_type="text/xml")


@app.post("/webhooks/shopify/{business}")
async def shopify(request: Request) -> Response:
    """A checkout."""
    body = await request.body()
    prove(request.headers.get("X-Shopify-Hmac-Sha256", ""), SECRET, body, "sha256")
    checkout = json.loads(body)
    async with sessions() as session:
        person = await find(session, checkout["customer"]["phone"])
        external_id = f"shopify:{request.headers['X-Shopify-Event-Id']}"
        now = datetime.now(UTC)
        session.add(Event(external_id=external_id, kind="checkout", person=person.id, received_at=now, raw=body))
        await session.commit()
    return Response()


def prove(given: str, key: str, said: bytes, how: str) -> None:
    """Raises HTTPException for what is not signed."""
    proof = base64.b64encode(hmac.new(key.encode(), said, getattr(hashlib, how)).digest()).decode()
    if not hmac.compare_digest(given, proof):
        raise HTTPException(401)


async def find(session: AsyncSession, number: str) -> Person:
    """The person of a number, made when new."""
    person = await session.scalar(select(Person).where(Person.number == number))
    if person is None:
        person = Person(number=number)
        session.add(person)
        await session.flush()
    return person


class Server(uvicorn.Server):
    """Says its port as soon as it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As its parent, then the port."""
        await super().startup(sockets)
        assert sockets, "it is given one"
        print(json.dumps({"port": sockets[0].getsockname()[1]}), flush=True)


async def main() -> None:
    """Serve until the parent is gone."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    server = Server(uvicorn.Config(app, log_level="warning", access_log=False))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    await asyncio.to_thread(sys.stdin.read)
    server.should_exit = True
    await task


if __name__ == "__main__":
    asyncio.run(main())
