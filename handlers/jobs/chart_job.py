"""A chart requested in chat: drawn by a job, outside of any transaction, and sent with its figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flows.charts.chart import Chart, Passed, Theme
from flows.message_files import Attachment
from flows.money import Money
from flows.phrase import Text, phrase
from handlers.actions.action import Origin
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.jobs.job_kind import HeldJob, JobFailed, JobKind
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.jobs.jobs import JobRecord, Jobs, JobState
from templates.speech import Speech

MEDIA_TYPE = "image/png"
DARK_WORDS = frozenset({"dark", "oscuro", "oscura", "kaala", "डार्क"})
"""The words for a dark background, folded."""


@dataclass(frozen=True, slots=True)
class ChartTold:
    """A chart with the ``text`` under it, and its file name; if ``chart`` is None, only the text is sent."""

    chart: Chart | None
    text: Text
    name: str


def steps_of(counted: Sequence[tuple[Text, int]], revenue: Money, speech: Speech) -> tuple[Passed, ...]:
    """Return the steps of a funnel: each with its count and its share of the first, the last with the revenue."""
    first = counted[0][1]
    shares = ["", *(f" · {many / first:.0%}" if first else "" for _, many in counted[1:])]
    shares[-1] += f" · {speech.say(phrase('an_amount', amount=revenue))}" if revenue.micros else ""
    rows = zip(counted, shares, strict=True)
    return tuple(Passed(speech.say(label), many, f"{many:,}{share}") for (label, many), share in rows)


Charting = Callable[[Turn, Mapping[str, str], Speech], Awaitable[ChartTold]]
"""A function that makes a chart of a request, in the reader's language. Raises JobFailed."""


async def _shade(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    rest = tuple(one for one in words if one.casefold() not in DARK_WORDS)
    return FoundArgument(rest != words, rest)


DARK = Argument("dark", "", _shade)
"""Whether a chart needs a dark background: no messenger tells which one a person has set."""


async def ask(turn: Turn, origin: Origin, kind: str, wanted: Mapping[str, str], *, dark: bool = False) -> None:
    """Start the job that draws a chart and sends it to the chat of the request."""
    theme = Theme.DARK if dark else Theme.LIGHT
    asked = {"chart": {**wanted, "message": origin.key, "theme": theme.value}}
    job = JobRecord(turn.unit.ids.make(), kind, origin.by, turn.now, asked=asked)
    await turn.unit.of(Jobs).add(job, turn.elapsed)


def make_chart_job(make: Charting) -> JobKind:
    """Make the kind of job that draws the charts of ``make``."""
    return JobKind(partial(_begin, make), asked_for=False)


async def _begin(make: Charting, held: HeldJob) -> OpenPicture:
    return OpenPicture(held, make)


class OpenPicture:
    """A chart that is being drawn, in one part of a second or two."""

    def __init__(self, held: HeldJob, make: Charting) -> None:
        self.place: Mapping[str, Any] = held.job.place
        self._held, self._make = held, make

    async def work(self) -> bool:
        """Draw the chart, send it, and end the job; return True: this is the last part. Raises JobFailed, LeaseLost."""
        told, png = await self._held.look(self._held.business, self._draw)
        await self._held.act(self._held.business, lambda turn: self._send(turn, told, png))
        await self._held.end(JobState.DONE)
        return True

    def close(self) -> None:
        """Do nothing: the job holds no resources."""

    async def _draw(self, turn: Turn) -> tuple[ChartTold, bytes | None]:
        """Return the chart and its picture; the picture is None if no chart can be drawn."""
        wanted = self._held.job.asked["chart"]
        message = await turn.unit.messages.get(UUID(wanted["message"]))
        if message is None:
            raise JobFailed("its request no longer exists")
        speech = await speech_to(turn, await turn.unit.people.address_by_id(message.address))
        told = await self._make(turn, wanted, speech)
        if told.chart is None or turn.tools.artist is None:
            return told, None
        return told, await turn.tools.artist.draw(told.chart, Theme(wanted.get("theme", Theme.LIGHT)))

    async def _send(self, turn: Turn, told: ChartTold, png: bytes | None) -> None:
        message = await turn.unit.messages.get(UUID(self._held.job.asked["chart"]["message"]))
        if message is None:
            return
        file = Attachment(told.name, MEDIA_TYPE, png) if png else None
        to = await turn.unit.people.address_by_id(message.address)
        await say(turn, to, message, f"chart:{self._held.job.id}", Reply(told.text, attachment=file))
