"""/optouts: the opt-outs of a period, compared with the usual rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.phrase import At, Lines, Ours, Shows, Text, join_first, phrase
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.replies.period_phrases import PastPeriod as Meant
from handlers.replies.period_phrases import read_period
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply
from storage.reports.opt_out_report import OptOutReport, load_optout_report
from storage.reports.report_scope import ReportWindow
from templates import formats
from templates.message_values import one_line, shorten

_USUAL = timedelta(days=90)
"""The time before the period that gives the usual rate."""
_FEWEST = 100
"""The fewest recipients for a rate."""
_LAST, _CAMPAIGNS, _DEFAULT = 5, 4, "30d"
_AROUND = frozenset({"last", "in", "of", "for", "since", "the", "los", "ultimos", "en", "de", "pichhle", "ke"})


@dataclass(frozen=True, slots=True)
class OptOutsOf:
    """A request for the opt-outs of a period, from its start up to its end."""

    span: tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class OptOutsShown:
    """The opt-outs of a period, the usual share (None if too few people got a message), and the newest by name."""

    start: datetime
    end: datetime
    report: OptOutReport
    usual: float | None
    last: tuple[tuple[Text, datetime, Ours], ...]


async def _period(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the named period; the last 30 days if none is named."""
    period = read_period(" ".join(words) or _DEFAULT, asked.turn.now, asked.turn.zone)
    if period is None:
        unread = shorten(one_line(" ".join(words)), 40, "…")
        return Reply(phrase("optouts_period_unknown", unread=unread), understood=not asked.is_loose)
    end = period.end if period.end < asked.turn.now else asked.turn.now + timedelta(microseconds=1)
    return FoundArgument((period.start, end), _drop_period(asked.turn, words, period))


def _drop_period(turn: Turn, words: tuple[str, ...], period: Meant) -> tuple[str, ...]:
    """Return the words outside the period's name, which takes as few adjacent words as possible."""
    spans = ((many, at) for many in range(1, len(words) + 1) for at in range(len(words) - many + 1))
    for many, at in spans:
        if read_period(" ".join(words[at : at + many]), turn.now, turn.zone) == period:
            return tuple(word for word in words[:at] + words[at + many :] if word.casefold() not in _AROUND)
    return ()


async def list_opt_outs(turn: Turn, _origin: Origin, command: OptOutsOf) -> OptOutsShown:
    """Return the opt-outs of a period."""
    (start, end), unit = command.span, turn.unit
    report = await load_optout_report(ReportWindow(unit, turn.tenant, start, end, turn.now), _LAST)
    before = await load_optout_report(ReportWindow(unit, turn.tenant, start - _USUAL, start, turn.now), 0)
    people = await unit.people.by_ids([one.contact for one in report.last])
    last = [
        (
            await person_story.name_briefly(turn, people[one.contact]),
            one.at,
            await message_explanation.tap(turn, people[one.contact], "consent"),
        )
        for one in report.last
        if one.contact in people
    ]
    usual = before.rate if before.reached >= _FEWEST else None
    return OptOutsShown(start, end, report, usual, tuple(last))


def _describe_opt_outs(found: OptOutsShown) -> Text:
    report = found.report
    head = phrase("optouts_head", many=report.people, reached=report.reached, since=At(found.start, Shows.DAY))
    if not report.people:
        return Lines((head, phrase("next", command=Ours("/optouts 90d"))))
    return Lines((head, *_rate(found), *_ways(found), *_list_newest(found)), longest=LONGEST)


def _rate(found: OptOutsShown) -> list[Text]:
    """Compare the share with the usual one, if there are enough recipients."""
    rate = found.report.rate
    if rate is None or found.report.reached < _FEWEST:
        return [phrase("optouts_too_few", least=_FEWEST)]
    usual = {} if found.usual is None else {"usual": _percent(found.usual)}
    return [phrase("optouts_rate", rate=_percent(rate), **usual)]


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _ways(found: OptOutsShown) -> list[Text]:
    """Say how and on which channels people opted out, and after which campaigns."""
    report = found.report
    tellers = [phrase(f"optouts_by_{teller}", many=many) for teller, many in report.by_teller.items()]
    channels = [
        phrase("optouts_on", channel=formats.channel(channel), many=many) for channel, many in report.by_channel.items()
    ]
    lines: list[Text] = [join_first(tellers)]
    lines += [phrase("optouts_where", channels=join_first(channels))] if channels else []
    behind = [
        phrase("optouts_behind", name=name, many=many) for name, many in [*report.by_campaign.items()][:_CAMPAIGNS]
    ]
    return [*lines, *([phrase("optouts_campaigns", campaigns=join_first(behind))] if behind else [])]


def _list_newest(found: OptOutsShown) -> list[Text]:
    rows = [phrase("optouts_one", who=who, at=At(at), command=tap) for who, at, tap in found.last]
    return [phrase("optouts_last"), *rows] if rows else []


OPTOUTS = Command(
    name="optouts",
    aliases=("opt outs", "who stopped", "who unsubscribed", "unsubscribes", "bajas"),
    usage="/optouts 30d",
    arguments=(Argument("span", "30d", _period),),
    takes=OptOutsOf,
    does=list_opt_outs,
    says=_describe_opt_outs,
    roles=OWNERS,
    topic="people",
)
