"""Results of API requests that may be sent again, by the caller's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from storage.schema import api_requests
from storage.sql.repository import Repository, read_record

_NOTHING = UUID(int=0)  # until the end of the transaction, so nobody reads it


@dataclass(frozen=True, slots=True)
class MadeBefore:
    """The id of what a request ``made``, with the ``digest`` of its body."""

    digest: str
    made: UUID


class ApiRequests(Repository):
    """The requests of one business's callers; ``request`` is a hash of the API key, the path and the caller's key."""

    async def get(self, request: str) -> MadeBefore | None:
        """Return the earlier result of a request; None if it is new."""
        here = (self._tx.owns(api_requests), api_requests.c.request == request)
        columns = (api_requests.c.digest, api_requests.c.made)
        return await self._tx.fetch(select(*columns).where(*here), lambda row: read_record(MadeBefore, row))

    async def begin(self, request: str, digest: str, now: datetime) -> bool:
        """Begin a request that creates something in this transaction; return False if an equal request came first."""
        return await self._tx.add_new(api_requests, request=request, digest=digest, made=_NOTHING, at=now)

    async def end(self, request: str, made: UUID) -> None:
        """Store the request's result."""
        await self._tx.change_all(api_requests, api_requests.c.request == request, made=made)

    async def forget(self, before: datetime) -> None:
        """Delete requests from before that moment; they may then be repeated."""
        await self._tx.remove(api_requests, api_requests.c.at < before)
