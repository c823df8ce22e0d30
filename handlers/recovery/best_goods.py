"""/stats best: the best-selling goods of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.recovery.recovery_figures import name_period, shortest
from handlers.replies.period_phrases import read_period
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, drop_unread
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.store.order_lines import OrderLines
from templates.message_values import quote_line

_USUAL = "30d"
_MOST, _SHORT = 5, 40


@dataclass(frozen=True, slots=True)
class BestOf:
    """A request for the best goods of a period: its start and end, and its name."""

    period: tuple[datetime, datetime, Text]


@dataclass(frozen=True, slots=True)
class BestGoods:
    """The titles of goods with the number of pieces sold, the most first, and the name of the period."""

    period: Text
    goods: Sequence[tuple[str, int]]


async def _period(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the period in the words; the last 30 days if they name none."""
    now, zone, text = asked.turn.now, asked.turn.zone, " ".join(words) or _USUAL
    named = read_period(text, now, zone)
    if named is None:
        return Missing()
    said = shortest(text, lambda part: read_period(part, now, zone) == named)
    return FoundArgument((named.start, named.end, name_period(named)), tuple(drop_unread(words, said)))


async def _ask(_asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("best_when"))


async def _list_best(turn: Turn, _origin: Origin, command: BestOf) -> BestGoods:
    start, end, name = command.period
    return BestGoods(name, await turn.unit.of(OrderLines).list_best(start, end, _MOST))


def _describe_goods(found: BestGoods) -> Text:
    rows = [phrase("best_row", title=quote_line(title, _SHORT), many=many) for title, many in found.goods]
    head = phrase("best_head" if rows else "best_none", period=found.period)
    return Lines((head, *rows, phrase("next", command=Ours("/stats_30d · /stock"))))


BEST = Command(
    name="best", aliases=("top", "mejores", "sabse"), arguments=(Argument("period", "last month", _period, _ask),),
    takes=BestOf, does=_list_best, says=_describe_goods,
)  # fmt: skip
