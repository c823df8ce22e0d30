"""The requests that a shop's message may be about: quoted, repeated, open, kept, or recently closed ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.sourcing.desk.desk_requests import Desk, Request
from flows.sourcing.desk.outcome_message import KEPT_PIECES
from flows.sourcing.desk.request_rounds import ASKED_BACK, REQUESTED
from flows.sourcing.order_effects import RequestOutcome
from handlers.sourcing.replies.stock.stock_answers import ShopRequest
from handlers.sourcing.shop.shop_talk import Talk
from storage.events.runs import Run

LATE = timedelta(days=2)
"""How long after a request's closing an answer is still understood."""
_SEVERAL = 2
_Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A shopkeeper's message and their desk, with the current time and the zone for times in the text."""

    talk: Talk
    run: Run
    desk: Desk
    now: datetime
    zone: ZoneInfo

    @property
    def asked_back(self) -> bool:
        """Return True if the message answers our question about what an earlier one meant."""
        question = self.talk.question
        return question is not None and question.expects == ASKED_BACK and question.run == self.run.id


@dataclass(frozen=True, slots=True)
class MeantRequests:
    """The requests that a message may name. ``first`` are the keys of those that a message with no name is about."""

    requests: Sequence[Request]
    first: Collection[_Key]
    listed: int = 0
    asked_back: bool = False

    @property
    def together(self) -> bool:
        """Return True if one message asked for the first requests, or if all of them were asked about again."""
        return self.asked_back or len({one.round for one in self.requests if one.key in self.first}) < _SEVERAL

    @property
    def places(self) -> list[int]:
        """Return the indexes of the first requests."""
        return [place for place, one in enumerate(self.requests) if one.key in self.first]

    @property
    def open(self) -> list[Request]:
        """Return those of the first requests that wait for an answer."""
        return [one for one in self.requests if one.key in self.first and one.open]

    def asks(self, named: Sequence[str]) -> list[ShopRequest]:
        """Convert the requests for the grammar; ``named`` are the order numbers in the text, in their order."""
        return [self._ask(one, name) for one, name in zip(self.requests, named, strict=True)]

    def _ask(self, one: Request, name: str) -> ShopRequest:
        figured = one.figured or one.by_menu or not (one.open or one.undone or self.asked_back)
        place = one.place if self.listed and one.round == self.listed else None
        menu = one.menu and one.open and place is None
        return ShopRequest(one.item, one.size, one.quantity, name, place, menu, figured=figured)


def find_meant(heard: AtDesk) -> MeantRequests:
    """Return the requests that a message may be about: those of its question, or else the open, kept, or last answered.

    A request whose goods were handed over is excluded.
    """
    asked, every = _get_asked(heard), _drop_handed([one for one in heard.desk.requests if _is_known(one)])
    quoted = bool(asked) and heard.talk.message.reply_to is not None
    if not asked:
        open_ = [one for one in every if one.open]
        asked = open_ or _find_last_answered(heard, every)
    rounds = {one.round for one in asked if one.open and one.round} or {one.round for one in asked}
    listed = rounds.pop() if len(rounds) == 1 else 0
    stood = heard.desk.list_same_message(asked[0]) if listed and not quoted and asked[0].round == listed else ()
    listed = listed if len(stood) > 1 or len(asked) > 1 else 0
    keys = {one.key for one in asked}
    beside = [one for one in _drop_handed(stood) if one.key not in keys]
    keys |= {one.key for one in beside}
    others = [one for one in every if one.key not in keys and _may_be_named(heard, one)]
    return MeantRequests([*asked, *beside, *others], {one.key for one in asked}, listed, heard.asked_back)


def _is_known(one: Request) -> bool:
    return bool(one.round or one.kept or one.said)  # or given without a request


def _may_be_named(heard: AtDesk, one: Request) -> bool:
    return one.open or one.stands or one.undone or one.number in heard.talk.mentioned.numbers


def _find_last_answered(heard: AtDesk, every: Sequence[Request]) -> list[Request]:
    """Return the requests of the last answer, unless they ended long ago."""
    last = max((one.answered_at for one in every if one.answered_at is not None), default=None)
    found = [one for one in every if one.answered_at == last] if last else []
    if not found:
        newest = max((one.round for one in every), default=0)
        found = [one for one in every if one.round == newest]
    return [one for one in found if (one.closed_at or heard.now) > heard.now - LATE]


def _drop_handed(requests: Sequence[Request]) -> list[Request]:
    return [one for one in requests if one.outcome != RequestOutcome.HANDED]


def _get_asked(heard: AtDesk) -> list[Request]:
    """Return the requests that the message's question is about: quoted, repeated, or listed as kept."""
    question, quoted = heard.talk.question, heard.talk.message.reply_to
    if question is None or question.run != heard.run.id:
        return []
    if question.expects == REQUESTED and question.message != quoted:
        return []  # about all open requests, and not the latest alone
    if question.expects == KEPT_PIECES and question.message != quoted and not heard.talk.event.button:
        return []
    if question.expects not in {REQUESTED, ASKED_BACK, KEPT_PIECES}:
        return []
    keys = question.data.get("lines", ())
    if keys:
        return _drop_handed([one for one in heard.desk.requests if one.spelled_key in keys])
    found = [one.find_asking(question.data.get("round", 0)) for one in heard.desk.requests if one.round]
    menu = bool(question.data.get("menu"))
    return _drop_handed([replace(one, menu=menu) for one in found if one is not None])
