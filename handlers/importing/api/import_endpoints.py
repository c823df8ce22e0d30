"""``POST /api/customers/import`` and ``POST /api/orders/import``: a file that a job imports."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.business import Business
from flows.importing.file_columns import WrongColumns
from flows.importing.file_encoding import NoText
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, Upload, make_endpoint
from handlers.api.field_types import MOMENT, make_plain_line, must
from handlers.engine.checked_fields import CheckedField as Told
from handlers.engine.turn import Turn
from handlers.importing.api.routes import IMPORT_CUSTOMERS, IMPORT_ORDERS
from handlers.importing.customer_file import choose_source
from handlers.importing.customer_row import FileProof
from handlers.importing.import_load import open_load
from handlers.importing.import_request import CUSTOMERS, ORDERS, FileWish, list_columns, make_new_file, write_wish
from handlers.importing.row_consents import LONGEST_SOURCE, LONGEST_TEXT
from handlers.jobs.api.job_request import ask_for
from handlers.jobs.api.job_resource import JobShown
from storage.jobs.job_file_parts import split_file
from storage.jobs.jobs import JobRecord

MOST_BYTES = 16 << 20
"""The limit of a file: some 150 000 customers. ``parley import customers`` takes any size."""
_EXAMPLE = "id,name,phone\nc_1,Dana Reyes,314-555-0142\n"
_ORDERS_EXAMPLE = "order,date,customer,title,quantity,total\n1001,2026-01-05,c_1,Tiger mug,2,998.00\n"
_MOST_SHOWN = 600  # of a `map` in the document: a request line holds 8 190 bytes, and a letter up to twelve


def _pairs(value: object) -> object:
    """Parse COLUMN=FIELD pairs, separated by commas or line breaks."""
    if not isinstance(value, str):
        return value
    parts = [one.strip() for one in value.replace("\n", ",").split(",") if one.strip()]
    pairs = [(head.strip(), field.strip()) for head, _, field in (one.rpartition("=") for one in parts)]
    if any(not head for head, _ in pairs):
        raise ValueError("is not COLUMN=FIELD, as in Mobile=phone; separate several with commas")
    return pairs


_MAP = (
    "COLUMN=FIELD, separated by commas: the field of a column, `-` to skip it; name a column by its header or "
    "its number from 1"
)
_MAP_SHAPE = WithJsonSchema(
    {"type": "string", "maxLength": _MOST_SHOWN, "pattern": "^([^=,\\n\\x00]+=[a-z_-]+(,|$))*$"}
)


class OrderFileWanted(BaseModel):
    """The format of a file."""

    map: Annotated[
        list[tuple[str, str]],
        Field(default_factory=list, description=_MAP, examples=["total=total"]),
        BeforeValidator(_pairs),
        _MAP_SHAPE,
    ]
    source: Annotated[
        str | None,
        *make_plain_line(60),
        Field(description="the system that issued the ids; default: the connected store, else your own system"),
    ] = None
    dry_run: Annotated[bool, Field(description="1: check the file without importing it")] = False

    def proof(self) -> FileProof:
        """Return the default proof, for rows with a consent but no place, wording or time."""
        return FileProof()


class ImportWanted(OrderFileWanted):
    """The format of a file of customers, and defaults for its rows."""

    map: Annotated[
        list[tuple[str, str]],
        Field(default_factory=list, description=_MAP, examples=["Mobile 2=phone,Notes=-"]),
        BeforeValidator(_pairs),
        _MAP_SHAPE,
    ]
    consent_source: Annotated[
        str | None,
        *make_plain_line(LONGEST_SOURCE),
        Field(description="where people agreed, for rows that say yes without a place"),
    ] = None
    consent_text: Annotated[
        str | None, *make_plain_line(LONGEST_TEXT), Field(description="the consent text, for rows without one")
    ] = None
    consent_at: Annotated[
        datetime | None,
        *must(Told.moment, MOMENT),
        Field(description="when, for rows that do not say it; with its offset from UTC"),
    ] = None

    def proof(self) -> FileProof:
        return FileProof(self.consent_source or None, self.consent_text or None, self.consent_at)


@make_endpoint(
    IMPORT_CUSTOMERS,
    scope="write",
    takes=ImportWanted,
    answers={202: JobShown},
    refuses=(Code.CONFLICT,),
    once=True,
    upload=Upload("text/csv", MOST_BYTES, _EXAMPLE),
)
async def import_customers(call: ApiCall, wanted: ImportWanted) -> ApiReply:
    """Import customers from a file

    The body is a CSV, as your shop's system exports it; the answer says how its columns were guessed. It is read like
    the file of `parley import customers`: known customers are updated, not added again, no message is sent, and a
    consent counts only with its source, its words and its time. The job's figures give the results by row, and its file
    has the rejected rows.
    """
    return await _make_job(call, wanted, CUSTOMERS)


@make_endpoint(
    IMPORT_ORDERS,
    scope="write",
    takes=OrderFileWanted,
    answers={202: JobShown},
    refuses=(Code.CONFLICT,),
    once=True,
    upload=Upload("text/csv", MOST_BYTES, _ORDERS_EXAMPLE),
)
async def import_orders(call: ApiCall, wanted: OrderFileWanted) -> ApiReply:
    """Import orders from a file

    The body is a CSV of past orders' lines, the lines of one order in a row. It is read like the file of `parley import
    orders`: totals, ranks and segments count the orders, and no plan begins or ends and no message is sent. A known
    order stays as it is, except for its end. Import the customers first. The job's figures give the results by order,
    and its file has the rejected rows.
    """
    return await _make_job(call, wanted, ORDERS)


async def _make_job(call: ApiCall, wanted: OrderFileWanted, kind: str) -> ApiReply:
    """Make a job of this kind with the uploaded file. Raises ApiRefused if the file is invalid."""

    async def look(turn: Turn) -> tuple[Business, datetime, datetime]:
        return turn.business, turn.now, turn.elapsed

    business, now, elapsed = await call.api.turns.look(call.business, look)
    wish, path = _wish(wanted, business, now), await asyncio.to_thread(make_new_file, elapsed)
    try:
        columns, parts = await asyncio.to_thread(partial(_read, kind, path, call.raw, business, now, wish))
    except NoText as wrong:
        raise ApiRefused(Code.INVALID, str(wrong)) from None
    except WrongColumns as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "map") from None

    async def make_job(turn: Turn) -> JobRecord:
        asked = write_wish(_wish(wanted, turn.business, turn.now))
        return JobRecord(turn.unit.ids.make(), kind, BY, turn.now, asked=asked, figures={"columns": columns})

    return await ask_for(call, make_job, parts)


def _read(
    kind: str, path: Path, body: bytes, business: Business, now: datetime, wish: FileWish
) -> tuple[list[dict[str, str | None]], list[bytes]]:
    """Return the guessed columns, and the file split into parts."""
    try:
        path.write_bytes(body)
        return list_columns(open_load(kind, path, business, now, wish).columns), split_file(body)
    finally:
        path.unlink()


def _wish(wanted: OrderFileWanted, business: Business, now: datetime) -> FileWish:
    return FileWish(wanted.source or choose_source(business), now, tuple(wanted.map), wanted.proof(), wanted.dry_run)
