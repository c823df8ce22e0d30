"""Customers as a file: written by a job in parts, as CSV or as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flows.channels import CHANNELS
from flows.importing.table_cells import disarm_cell
from handlers.api.api_refusals import ApiRefused
from handlers.engine.turn import Turn
from handlers.jobs.job_files import encode_csv
from handlers.jobs.job_kind import HeldJob, JobFailed, LeaseLost
from handlers.profiles.api.customer_resource import FIELDS
from handlers.profiles.api.customer_selection import combine, count_matching, read_document
from handlers.profiles.api.customer_view import show_customers
from storage.jobs.job_file_parts import JobFiles
from storage.jobs.jobs import Jobs, JobState
from storage.profiles.customer_list import CustomerList, ListPlace, SortedBy, Sorting

MOST = 200
"""The customers of one part."""
JSONL = "jsonl"
_OLDEST_FIRST = Sorting(SortedBy.ID, down=False)
# The columns of the channels of addresses.
_CHANNELS = {**{one.name: one.field for one in CHANNELS.values()}, "customer": "customer_ids"}
_SCORES = ("recency", "frequency", "monetary")
# The columns of fields with several parts; the id is ours, which no import reads.
_SPREAD: Mapping[str, tuple[str, ...]] = {
    "id": ("parley_id",),
    "addresses": (*_CHANNELS.values(), "agreed"),
    "rfm": _SCORES,
}


async def begin(held: HeldJob) -> OpenExport:
    """Open the job at its stored customer."""
    return OpenExport(held)


class OpenExport:
    """A file that is being written. ``place`` has the last customer, and the number of parts."""

    def __init__(self, held: HeldJob) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held = held
        self._form = str(held.job.asked["form"])
        self._shared = bool(held.job.asked.get("shared", True))
        self._fields: Sequence[str] = held.job.asked["fields"]

    async def work(self) -> bool:
        try:
            if not self.place:
                await self._count()
                return False
            people, shown = await self._held.look(self._held.business, self._read)
        except ApiRefused as refused:
            raise JobFailed(refused.message) from None
        if not people and self.place["parts"]:
            await self._held.end(JobState.DONE)
            return True
        await self._write(people, shown)
        return False

    def close(self) -> None:
        """Do nothing: an export holds no resources."""

    async def _count(self) -> None:
        async def count(turn: Turn) -> tuple[int, int]:
            meant = read_document(turn, self._held.job.asked["criteria"])
            total = await count_matching(turn, meant, shared=self._shared)
            return total, await count_matching(turn, meant) - total if self._shared else 0

        total, left_out = await self._held.look(self._held.business, count)
        place = {"parts": 0, "after": None, "left_out": left_out}

        async def keep(turn: Turn) -> None:
            await turn.unit.of(Jobs).note(self._held.job.id, place=place, total=total, done=0)

        await self._held.act(self._held.business, keep)
        self.place = place

    async def _read(self, turn: Turn) -> tuple[list[UUID], list[dict[str, Any]]]:
        """Return the ids of the next customers, and what to write of each."""
        after = self.place["after"]
        meant = await combine(turn, read_document(turn, self._held.job.asked["criteria"]), shared=self._shared)
        place = None if after is None else ListPlace(UUID(after))
        people = [one.contact for one in await turn.unit.of(CustomerList).page(_OLDEST_FIRST, MOST, place, meant)]
        return people, await show_customers(turn, people, self._fields)

    async def _write(self, people: Sequence[UUID], shown: Iterable[Mapping[str, Any]]) -> None:
        """Write one more part. Raises LeaseLost if an erasure deleted the parts; the job then starts anew."""
        part, after = int(self.place["parts"]), str(people[-1]) if people else self.place["after"]
        place, body = {**self.place, "parts": part + 1, "after": after}, self._body(shown, first=part == 0)

        async def keep(turn: Turn) -> None:
            job = await turn.unit.of(Jobs).get(self._held.job.id)
            if job is None or job.place != self.place:
                raise LeaseLost
            figures = {"left_out": left_out} if (left_out := int(place.get("left_out", 0))) else {}
            stands = {"place": place, "done": job.done + len(people), "size": job.size + len(body)}
            await turn.unit.of(JobFiles).add(job.id, part, body)
            await turn.unit.of(Jobs).note(job.id, **stands, figures=figures | {"customers": job.done + len(people)})

        await self._held.act(self._held.business, keep)
        self.place = place

    def _body(self, shown: Iterable[Mapping[str, Any]], *, first: bool) -> bytes:
        if self._form == JSONL:
            return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in shown).encode()
        rows = ([disarm_cell(cell) for cell in list_cells(one, self._fields)] for one in shown)
        return encode_csv(rows, list_columns(self._fields), first=first)


def list_columns(fields: Sequence[str]) -> list[str]:
    """Return the first line of a CSV with these fields of customers."""
    return [column for field in FIELDS if field in fields for column in _SPREAD.get(field, (field,))]


def list_cells(customer: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    """Return a customer's cells for the columns of ``list_columns``."""
    found: list[str] = []
    for field in (one for one in FIELDS if one in fields):
        value = customer[field]
        if field == "addresses":
            found += _addresses(value)
        elif field == "rfm":
            found += [str(value[one]) if value else "" for one in _SCORES]
        elif field == "loyalty":
            found.append("; ".join(f"{one['programme']} {one['progress']}/{one['goal']}" for one in value))
        elif isinstance(value, list):
            found.append(";".join(value))
        else:
            found.append("" if value is None else str(value))
    return found


def _addresses(known: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a cell for each channel with the customer's addresses and their consents."""
    by_channel = [";".join(one["value"] for one in known if one["channel"] == channel) for channel in _CHANNELS]
    agreed = "; ".join(f"{one['channel']}: {' '.join(one['agreed'])}" for one in known if one["agreed"])
    return [*by_channel, agreed]
