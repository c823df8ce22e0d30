"""The request of an import, as its job stores it; and the file on the local disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.business import Business
from flows.importing.file_columns import Columns
from handlers.importing.customer_row import FileProof

if TYPE_CHECKING:
    from handlers.importing.customer_file import CustomerSheet
    from handlers.importing.order_file import OrderSheet

CUSTOMERS, ORDERS = "customers.import", "orders.import"
"""The names of the jobs that import customers and orders."""
_PREFIX = "parley-import-"
_LEFT = timedelta(hours=24)  # longer than any part of a job


@dataclass(frozen=True, slots=True)
class FileWish:
    """A request to import a file. ``chosen`` overrides the heads, as (column, field); ``source`` is the system of its
    customer ids, ``as_of`` the date of its data. ``dry_run``: only survey it; ``confirm``: then wait for a
    confirmation. ``chat`` gets the final report."""

    source: str
    as_of: datetime
    chosen: Sequence[tuple[str, str]] = ()
    proof: FileProof = field(default_factory=FileProof)
    dry_run: bool = False
    confirm: bool = False
    chat: Mapping[str, Any] = field(default_factory=dict)


def write_wish(wish: FileWish) -> dict[str, Any]:
    """Convert the request to JSON."""
    at = wish.proof.at
    proof = {"source": wish.proof.source, "text": wish.proof.text, "at": at.isoformat() if at else None}
    how = {"dry_run": wish.dry_run, "confirm": wish.confirm, "chat": dict(wish.chat)}
    chosen = [list(one) for one in wish.chosen]
    return {"source": wish.source, "as_of": wish.as_of.isoformat(), "map": chosen, "proof": proof, **how}


def read_wish(told: Mapping[str, Any]) -> FileWish:
    """Parse the request from JSON."""
    proof = told["proof"]
    at = datetime.fromisoformat(proof["at"]) if proof["at"] else None
    return FileWish(
        told["source"],
        datetime.fromisoformat(told["as_of"]),
        tuple((head, name) for head, name in told["map"]),
        FileProof(proof["source"], proof["text"], at),
        told["dry_run"],
        told["confirm"],
        told["chat"],
    )


def make_new_file(elapsed: datetime) -> Path:
    """Create an empty temporary file that only the current user can read. Files that a killed process left over a day
    ago are deleted."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if elapsed - datetime.fromtimestamp(left.stat().st_ctime, UTC) > _LEFT:
                left.unlink()
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=".csv")
    os.close(handle)
    return Path(name)


def open_customers(path: Path, business: Business, now: datetime, wish: FileWish) -> CustomerSheet:
    """Open a requested file of customers. Raises the errors of ``open_sheet``."""
    from handlers.importing.customer_file import open_sheet

    return open_sheet(_set_date(path, wish), business, now, wish.source, wish.chosen, wish.proof)


def open_orders(path: Path, business: Business, now: datetime, wish: FileWish) -> OrderSheet:
    """Open a requested file of orders. Raises the errors of ``open_sheet``."""
    from handlers.importing import order_file

    return order_file.open_orders(_set_date(path, wish), business, now, wish.source, wish.chosen)


def _set_date(path: Path, wish: FileWish) -> Path:
    """Set the file's date to when it was sent, since its data is as of then; return the path."""
    moment = wish.as_of.timestamp()
    os.utime(path, (moment, moment))
    return path


def list_columns(columns: Columns) -> list[dict[str, str | None]]:
    """Return the field of each column, None for an unused one."""
    fields = (columns.get_field(place) for place in range(len(columns.heads)))
    return [
        {"column": head, "field": None if found is None else found.value}
        for head, found in zip(columns.heads, fields, strict=True)
    ]


FETCH_SHEET = "fetch_sheet"
"""The name of the call for a file of customers that a member of the staff sent."""
