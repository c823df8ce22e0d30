"""A kind of job as a value: how it is opened, worked at part by part, and told to whoever asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from handlers.jobs.held import HeldJob
    from handlers.turn import Turn
    from storage.jobs.jobs import JobRecord


class JobFailed(Exception):
    """What was asked for cannot be done, however often it is tried; the message is for whoever asked, and names nobody
    else."""


class OpenJob(Protocol):
    """A job that this process works at; ``place`` is how far it is, as it was last kept."""

    place: Mapping[str, Any]

    async def work(self) -> bool:
        """Do one part, a second at most; whether that was the last. Raises JobFailed and LeaseLost."""

    def close(self) -> None:
        """Give back files and rows in memory; the job stays as it was kept."""


async def nobody_is_told(_turn: Turn, _job: JobRecord) -> None:
    """Whoever asked looks by themselves."""


def no_file(_job: JobRecord) -> str:
    """A job without a file."""
    return ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job. ``begin`` opens one where its place says. ``told`` says in a chat that it waits for a yes, or is
    over, in the transaction that ends it. ``file_name`` is what its file is called, by the job. One that is not
    ``asked_for`` is a part of something else, which alone begins and ends it: the API neither shows nor cancels it."""

    begin: Callable[[HeldJob], Awaitable[OpenJob]]
    file_name: Callable[[JobRecord], str] = no_file
    told: Callable[[Turn, JobRecord], Awaitable[None]] = nobody_is_told
    asked_for: bool = True
