"""What is asked for when a file is to be taken over, as its job keeps it; and the file on this machine's disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.business import Business
from flows.importing.file_columns import Columns
from handlers.importing import order_file
from handlers.importing.customer_file import CustomerSheet, open_sheet
from handlers.importing.customer_row import FileProof
from handlers.importing.order_file import OrderSheet

CUSTOMERS, ORDERS = "customers.import", "orders.import"
"""What a job is called that takes customers over, and one that takes orders."""
_PREFIX = "parley-import-"
_LEFT = timedelta(hours=24)  # no part of a job takes so long


@dataclass(frozen=True, slots=True)
class FileWish:
    """A file to be taken over: ``chosen`` says (column, field) what is known better than by the heads, ``source`` whose
    ids of customers it has, ``as_of`` when it says so. ``dry_run``: it is looked through, and no more; ``confirm``: it
    waits for a yes then. ``chat`` is where its end is told."""

    source: str
    as_of: datetime
    chosen: Sequence[tuple[str, str]] = ()
    proof: FileProof = field(default_factory=FileProof)
    dry_run: bool = False
    confirm: bool = False
    chat: Mapping[str, Any] = field(default_factory=dict)


def write_wish(wish: FileWish) -> dict[str, Any]:
    """The wish as JSON."""
    at = wish.proof.at
    proof = {"source": wish.proof.source, "text": wish.proof.text, "at": at.isoformat() if at else None}
    how = {"dry_run": wish.dry_run, "confirm": wish.confirm, "chat": dict(wish.chat)}
    chosen = [list(one) for one in wish.chosen]
    return {"source": wish.source, "as_of": wish.as_of.isoformat(), "map": chosen, "proof": proof, **how}


def read_wish(told: Mapping[str, Any]) -> FileWish:
    """The same, back."""
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


def new_file(elapsed: datetime) -> Path:
    """An empty file that nobody else may read, in the system's folder for such; those that a killed process left there
    a day before are taken out."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if elapsed - datetime.fromtimestamp(left.stat().st_ctime, UTC) > _LEFT:
                left.unlink()
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=".csv")
    os.close(handle)
    return Path(name)


def open_customers(path: Path, business: Business, now: datetime, wish: FileWish) -> CustomerSheet:
    """The sheet of a file of customers that is wanted so. Raises what ``open_sheet`` raises."""
    return open_sheet(_dated(path, wish), business, now, wish.source, wish.chosen, wish.proof)


def open_orders(path: Path, business: Business, now: datetime, wish: FileWish) -> OrderSheet:
    """The sheet of a file of orders that is wanted so. Raises what ``open_sheet`` raises."""
    return order_file.open_orders(_dated(path, wish), business, now, wish.source, wish.chosen)


def _dated(path: Path, wish: FileWish) -> Path:
    """The path, whose file is dated when the file was sent: a record is as of then."""
    moment = wish.as_of.timestamp()
    os.utime(path, (moment, moment))
    return path


def columns_of(columns: Columns) -> list[dict[str, str | None]]:
    """What each column is taken for, None where it is left."""
    fields = (columns.of(place) for place in range(len(columns.heads)))
    return [
        {"column": head, "field": None if found is None else found.value}
        for head, found in zip(columns.heads, fields, strict=True)
    ]


FETCH_SHEET = "fetch_sheet"
"""A file of customers that a member of the staff sent."""
