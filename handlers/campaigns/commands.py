"""/campaign: a message to an audience is made, shown and launched; looked at, paused, and called off."""

from __future__ import annotations

import json
from dataclasses import replace

from flows.audience.reading import write_criteria
from flows.campaigns.campaign import LONGEST_WORDS, Campaign
from flows.phrase import At, Lines, Ours, Text, phrase, tap
from handlers.actions.reasons import in_words
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import LONGEST, OWNERS, Asked, Command, Reply
from handlers.audience.called import called
from handlers.audience.naming import names_of
from handlers.audience.phrases import read_phrase
from handlers.campaigns.launching import LaunchCampaign, NewCampaign, launch, would_launch
from handlers.campaigns.moving import MoveCampaign, NamedCampaign, cancel, pause, resume, would_cancel
from handlers.campaigns.wanted import WantedCampaign, read_wanted
from handlers.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME, Campaigns
from storage.reports.experiment import experiment_report
from templates.values import quoted

_MOST = 8  # campaigns of a list
_SHORT = 40


async def campaign(asked: Asked) -> Text | Reply:
    """The campaigns, or how one stands."""
    if not asked.arguments:
        return await _listed(asked.turn)
    found = await _called(asked.turn, asked.rest)
    if found is None:
        unknown = phrase("campaign_unknown", name=quoted(asked.rest, _SHORT))
        return Reply(Lines((unknown, await _listed(asked.turn))), understood=not asked.is_loose)
    return await _shown(asked.turn, found)


async def _called(turn: Turn, name: str) -> Campaign | None:
    return await turn.unit.of(Campaigns).called(name.replace("_", " ")) if name else None


async def _listed(turn: Turn) -> Text:
    found = await turn.unit.of(Campaigns).latest(_MOST)
    rows = [
        phrase("campaign_row", name=one.name, stands=phrase(f"campaign_is_{one.status.value}"), at=At(one.schedule.at))
        for one in found
    ]
    return Lines((phrase("campaigns_head") if rows else phrase("campaigns_none"), *rows, phrase("campaign_how")))


async def _shown(turn: Turn, one: Campaign) -> Text:
    """How a campaign stands, and what came of it so far."""
    found = await experiment_report(turn.unit, turn.tenant, f"campaign:{one.id}", None, None, None, turn.now)
    refused = [Lines((Ours(str(many)), in_words(rule)), " ") for rule, many in found.refused.items()]
    stands = phrase(f"campaign_is_{one.status.value}")
    lines = (
        phrase("campaign_stands", name=one.name, stands=stands, at=At(one.schedule.at)),
        phrase("campaign_people", people=one.phrase),
        phrase("campaign_figures", sent=found.messaged, clicked=sum(each.clicked for each in found.by_step)),
        phrase("campaign_brought", many=found.ordered, revenue=found.revenue),
        phrase("campaign_refused", reasons=Lines(tuple(refused), ", ")) if refused else "",
    )
    return Lines(lines, longest=LONGEST)


async def _read(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """All parts of a new campaign, or a question for the first that is missing or unclear."""
    names = await names_of(asked.turn)
    wanted = read_wanted(_said(asked), names, asked.turn.now, asked.turn.zone)
    if not wanted.name or len(wanted.name) > LONGEST_NAME:
        return Missing()
    if not wanted.people:
        return replace(Reply(phrase("campaign_whom", name=wanted.name)), asks=("new", wanted.name, "to"))
    kept = await called(asked.turn, wanted.people)
    criteria = kept.criteria if kept is not None else read_phrase(wanted.people, names).criteria
    if criteria is None:
        unread = phrase("campaign_people_unread", people=quoted(wanted.people, _SHORT))
        return replace(Reply(unread, refused=True), asks=("new", wanted.name, "to"))
    if not wanted.words:
        return replace(Reply(phrase("campaign_words"), written=True), asks=(*_so_far(wanted), ":"))
    if len(wanted.words) > LONGEST_WORDS:
        many = len(wanted.words)
        return Reply(phrase("campaign_words_long", many=many, most=LONGEST_WORDS), asks=(), refused=True)
    if wanted.at is None and not wanted.now:
        return Reply(phrase("campaign_when"), asks=(*_so_far(wanted), _unquoted(wanted.words)))
    told = json.dumps(write_criteria(criteria), ensure_ascii=False)
    return Found(NewCampaign(wanted.name, told, wanted.people, wanted.words, wanted.at))


def _so_far(wanted: WantedCampaign) -> tuple[str, ...]:
    """The understood words, for the question that follows."""
    return ("new", *wanted.name.split(), "to", *wanted.people.split(), *wanted.when.split())


def _unquoted(words: str) -> str:
    """Words that can stand in quotes, which what has a blank gets when it is said again."""
    plain = words.translate(dict.fromkeys(map(ord, '“”"«»'), "'"))
    return plain if " " in plain else f"“{plain}”"


def _said(asked: Asked) -> str:
    """All behind the command's own words, with its signs."""
    first = asked.arguments[0] if asked.arguments else ""
    return asked.text[asked.text.find(first) :] if first and first in asked.text else asked.rest


async def _ask_name(_asked: Asked, _known: Known) -> Reply:
    return Reply(phrase("campaign_new_how"), understood=False)


async def _which(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    if not words:
        return Missing()
    found = await _called(asked.turn, " ".join(words))
    if found is None:
        return Reply(phrase("campaign_unknown", name=quoted(" ".join(words), _SHORT)), asks=())
    return Found(NamedCampaign(found.id, found.name))


async def _ask_which(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((phrase("campaign_which"), await _listed(asked.turn))))


def _launched(done: Campaign) -> Text:
    said = phrase("campaign_launched", name=done.name, at=At(done.schedule.at))
    ways = Lines((tap("campaign", done.name), tap("campaign", "pause", done.name)), " · ")
    return Lines((said, phrase("next", command=ways)))


def _paused(done: MoveCampaign) -> Text:
    said = phrase("campaign_paused", name=done.which.name)
    return Lines((said, phrase("next", command=tap("campaign", "resume", done.which.name))))


def _resumed(done: MoveCampaign) -> Text:
    return phrase("campaign_resumed", name=done.which.name)


def _cancelled(done: MoveCampaign) -> Text:
    return phrase("campaign_cancelled", name=done.which.name)


_WHICH = Argument("which", "diwali", _which, _ask_which)
NEW = Command(
    name="new",
    usage="/campaign new diwali to vip friday 6pm: Lamps and sweets are here",
    arguments=(Argument("wanted", "", _read, _ask_name),),
    takes=LaunchCampaign,
    preview=would_launch,
    does=launch,
    says=_launched,
    roles=OWNERS,
)
PAUSE = Command(
    name="pause", arguments=(_WHICH,), takes=MoveCampaign, does=pause, says=_paused, roles=OWNERS, acts=True
)
RESUME = Command(
    name="resume", arguments=(_WHICH,), takes=MoveCampaign, does=resume, says=_resumed, roles=OWNERS, acts=True
)
CANCEL = Command(
    name="cancel", arguments=(_WHICH,), takes=MoveCampaign, preview=would_cancel, does=cancel, says=_cancelled,
    roles=OWNERS,
)  # fmt: skip
CAMPAIGN_COMMAND = Command(
    name="campaign",
    aliases=("campaigns",),
    usage="/campaign new diwali to vip friday 6pm: Lamps and sweets are here",
    run=campaign,
    within=(NEW, PAUSE, RESUME, CANCEL),
    near=("mailing", "newsletter", "campana", "campanas", "abhiyan"),
    topic="campaigns",
)
