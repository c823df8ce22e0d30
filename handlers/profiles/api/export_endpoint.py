"""``POST /api/customers/export``: customers as a file, written by a job."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from handlers.api.api_audit import BY
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.engine.turn import Turn
from handlers.jobs.api.job_request import ask_for
from handlers.jobs.api.job_resource import JobShown
from handlers.profiles.api.customer_resource import FIELDS
from handlers.profiles.api.customer_selection import CriteriaDocument, combine, join_criteria, read_segment
from handlers.profiles.api.routes import EXPORT_CUSTOMERS
from storage.jobs.job_erasure import FROM_THE_START
from storage.jobs.jobs import JobRecord

FieldNamed = Literal[FIELDS]  # type: ignore[valid-type] # the names are those of the shape


EXPORT = "customers.export"
"""The name of a job that writes customers."""


class ExportWanted(BaseModel):
    """The customers to write, the fields of each, and the form of the file."""

    model_config = ConfigDict(extra="forbid")

    segment: Annotated[
        str | None,
        Field(min_length=1, max_length=100, description="a segment's id, or the name of a ready one, as vip"),
    ] = None
    criteria: Annotated[
        CriteriaDocument | None, Field(description="as in docs/audiences.md; with both, people who match both")
    ] = None
    form: Annotated[
        Literal["csv", "jsonl"], Field(description="a table, or a line of JSON for each, in the form of the list")
    ] = "csv"
    shared: Annotated[
        bool,
        Field(description="true leaves out customers who opted out of sharing; false only for systems of your own"),
    ] = True
    fields: Annotated[list[FieldNamed] | None, Field(description="fields to write; default all")] = None


@make_endpoint(
    EXPORT_CUSTOMERS,
    scope="read",
    takes=ExportWanted,
    answers={202: JobShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={
        "a segment as a table": {"segment": "vip", "form": "csv", "fields": ["id", "name", "addresses", "spend"]},
        "everybody, line by line": {"form": "jsonl"},
    },
    once=True,
)
async def export_customers(call: ApiCall, wanted: ExportWanted) -> ApiReply:
    """Export customers into a file

    Of a segment, by criteria, by both, or everybody: as they are when the job reads them, the oldest first. The file is
    there when the job is done. In a table, cells that look like a formula begin with an apostrophe, and each channel
    has a column for addresses. Customers who opted out of sharing are left out, unless the file is for systems of your
    own; the job's figures say how many (left_out). Restricted customers are in no file.
    """

    async def make_job(turn: Turn) -> JobRecord:
        meant = await read_segment(turn, wanted.segment, "segment", wanted.criteria)
        await combine(turn, *meant)
        asked = {"criteria": join_criteria(*meant), "form": wanted.form, "fields": _fields(wanted), FROM_THE_START: 1}
        asked["shared"] = wanted.shared
        return JobRecord(turn.unit.ids.make(), EXPORT, BY, turn.now, asked=asked)

    return await ask_for(call, make_job)


def _fields(wanted: ExportWanted) -> list[str]:
    return ["id", *(one for one in FIELDS if one != "id" and (wanted.fields is None or one in wanted.fields))]
