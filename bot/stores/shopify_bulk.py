"""Bulk operations of Shopify's Admin API: a query over all records, whose result is a file.

https://shopify.dev/docs/api/usage/bulk-operations/queries. At most five run at a time for one app and shop. A result is
available for seven days. With ``groupObjects`` nested records directly follow their parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.stores.shopify_admin import Admin, refusal
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, Wrong

IN_PROGRESS = frozenset({"OPERATION_IN_PROGRESS", "LIMIT_REACHED"})
"""Codes of a refusal because other operations are running."""
DENIED = "ACCESS_DENIED"
_MOST = 10**12
_TOLD = "id status errorCode objectCount rootObjectCount fileSize url partialDataUrl createdAt completedAt query"
_START = f"""
mutation bulkOperationRunQuery($query: String!) {{
  bulkOperationRunQuery(query: $query, groupObjects: true) {{
    bulkOperation {{ {_TOLD} }}
    userErrors {{ code field message }}
  }}
}}
"""
_GET = f"query bulkOperation($id: ID!) {{ bulkOperation(id: $id) {{ {_TOLD} }} }}"
_LATEST = f"""
query bulkOperations($query: String!) {{
  bulkOperations(first: 10, query: $query, sortKey: CREATED_AT, reverse: true) {{ nodes {{ {_TOLD} }} }}
}}
"""
_QUERIES = "operation_type:query"


class BulkStatus(StrEnum):
    """The status of an operation: https://shopify.dev/docs/api/admin-graphql/2026-07/enums/BulkOperationStatus"""

    CREATED = "CREATED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    CANCELING = "CANCELING"
    CANCELED = "CANCELED"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"


UNDER_WAY = frozenset({BulkStatus.CREATED, BulkStatus.RUNNING, BulkStatus.CANCELING})


@dataclass(frozen=True, slots=True)
class BulkOperation:
    """An operation: ``objects`` were exported so far, including nested ones; ``roots`` of them are not nested.

    ``url`` is the address of the result, which has ``size`` bytes; ``partial`` is that of a failed operation's result.
    """

    id: str
    status: BulkStatus
    query: str
    error: str | None = None
    objects: int = 0
    roots: int = 0
    size: int | None = None
    url: str | None = None
    partial: str | None = None
    completed_at: datetime | None = None


class Bulk:
    """The operations of our app in one shop."""

    def __init__(self, admin: Admin) -> None:
        self._admin = admin

    @property
    def origin(self) -> str:
        """Return the shop's address."""
        return self._admin.origin

    async def start(self, query: str) -> BulkOperation | Answer:
        """Start an operation that runs the query; or return the refusal, whose code is in ``IN_PROGRESS`` if others are
        running.

        If the answer is lost, the result is UNKNOWN: the operation may be running.
        """
        data = await self._admin.ask(_START, {"query": query})
        if isinstance(data, Answer):
            return data
        try:
            payload = data["bulkOperationRunQuery"]
            return refusal(payload) or _operation(payload["bulkOperation"])
        except Wrong as wrong:
            return _report_unreadable(wrong)

    async def get(self, operation: str) -> BulkOperation | Answer | None:
        """Return the operation with that id; None if Shopify does not have it, or no longer."""
        data = await self._admin.ask(_GET, {"id": operation})
        if isinstance(data, Answer):
            return data
        try:
            found = data["bulkOperation"]
            return None if found.value is None else _operation(found)
        except Wrong as wrong:
            return _report_unreadable(wrong)

    async def list_running(self) -> Sequence[BulkOperation] | Answer:
        """Return the running and waiting operations, the newest first."""
        data = await self._admin.ask(_LATEST, {"query": _QUERIES})
        if isinstance(data, Answer):
            return data
        try:
            found = [_operation(node) for node in data["bulkOperations"]["nodes"].read_each()]
            return [one for one in found if one.status in UNDER_WAY]
        except Wrong as wrong:
            return _report_unreadable(wrong)


def is_same(query: str, other: str) -> bool:
    """Return True if two queries are equal apart from line breaks."""
    return query.split() == other.split()


def _operation(node: CheckedField) -> BulkOperation:
    status = node["status"].must(CheckedField.text).upper()
    if status not in set(BulkStatus):
        raise node["status"].make_error("is none that we know")
    return BulkOperation(
        id=node["id"].must(CheckedField.identifier),
        status=BulkStatus(status),
        query=str(node["query"].value or ""),
        error=node["errorCode"].text(60),
        objects=node["objectCount"].read_whole(_MOST) or 0,
        roots=node["rootObjectCount"].read_whole(_MOST) or 0,
        size=node["fileSize"].read_whole(_MOST),
        url=node["url"].url(),
        partial=node["partialDataUrl"].url(),
        completed_at=node["completedAt"].moment(),
    )


def _report_unreadable(wrong: Wrong) -> Answer:
    return Answer(failure=Failure.UNKNOWN, detail=f"Shopify's answer was not understood: {wrong}")
