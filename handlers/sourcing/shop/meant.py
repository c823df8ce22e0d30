"""The requests that a shop's message may mean: quoted, open or kept ones, or lately closed ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.sourcing.desk.asking import REQUESTED
from flows.sourcing.desk.requests import Desk, Request
from flows.sourcing.effects import RequestOutcome
from handlers.sourcing.shop.talk import Talk
from storage.runs import Run

LATE = timedelta(days=2)
"""How long after a request was closed an answer to it is still understood as one."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A shopkeeper's message and their desk as it stands, read ``now`` by the clock of that ``zone``."""

    talk: Talk
    run: Run
    desk: Desk
    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class MeantRequests:
    """The requests that a message may answer. ``quoted`` are the places of those that it quotes; None for no quote."""

    requests: list[Request]
    quoted: frozenset[int] | None = None

    @property
    def first(self) -> list[Request]:
        """The requests that wait for an answer; where none does, those that were answered last."""
        open_ = [one for one in self.requests if one.open]
        newest = max((one.answered_at for one in self.requests if one.answered_at is not None), default=None)
        last = [one for one in self.requests if newest is not None and one.answered_at == newest]
        return open_ or last or self.requests


def meant(heard: AtDesk) -> MeantRequests:
    """The requests that a message may mean: the quoted ones, else those open, kept, and closed lately.

    A shop that answers a request that is over hears so; the answer is taken for no other request. A request that was
    handed over is none any more.
    """
    quoted = _quoted(heard)
    if quoted:
        theirs = _not_handed(quoted)
        return MeantRequests(_with_named(heard, theirs), frozenset(range(len(theirs))))
    found = _unquoted(heard)
    return MeantRequests(_with_named(heard, found))


def _with_named(heard: AtDesk, requests: list[Request]) -> list[Request]:
    """The requests, and those of the orders that the message names, which may be over."""
    numbers, keys = heard.talk.mentioned.numbers, {one.key for one in requests}
    named = [one for one in heard.desk.requests if one.number in numbers and one.key not in keys]
    return [*requests, *_not_handed([one for one in named if one.round or one.kept or one.said])]


def _unquoted(heard: AtDesk) -> list[Request]:
    theirs = [one for one in heard.desk.requests if one.round or one.kept or one.said]  # or given without being asked
    asked = _not_handed(theirs)
    open_, kept = [one for one in asked if one.open], [one for one in asked if one.stands and not one.open]
    now, last = heard.now, max((one.answered_at for one in asked if one.answered_at is not None), default=None)
    if open_ or kept:
        over = [one for one in asked if not (one.open or one.stands) and last is not None and one.answered_at == last]
        lately = [one for one in over if last is not None and now < last + LATE]
        return [*open_, *kept, *lately]
    newest = max((one.round for one in asked), default=0)
    latest = [one for one in asked if one.round == newest or (last is not None and one.answered_at == last)]
    return [one for one in latest if (one.closed_at or now) > now - LATE]


def _not_handed(requests: list[Request]) -> list[Request]:
    return [one for one in requests if one.outcome != RequestOutcome.HANDED]


def _quoted(heard: AtDesk) -> list[Request]:
    """The requests of the message that a reply quotes, as they stood there."""
    question = heard.talk.question
    if question is None or question.message != heard.talk.message.reply_to or question.run != heard.run.id:
        return []
    if question.expects != REQUESTED:
        return []
    found = [one.as_in(question.data.get("round", 0)) for one in heard.desk.requests if one.round]
    return [replace(one, menu=bool(question.data.get("menu"))) for one in found if one is not None]
