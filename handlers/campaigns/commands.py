"""/campaign: a message to an audience is drafted, shown and launched; looked at, changed, paused, and called off."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from flows.audience.criteria import Criteria
from flows.audience.reading import write_criteria
from flows.campaigns.campaign import UNLAUNCHED, Campaign
from flows.campaigns.texts import LONGEST_WORDS
from flows.phrase import At, Lines, Text, phrase
from handlers.actions.action import Origin
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import LONGEST, OWNERS, Asked, Command, Reply
from handlers.audience import called as audiences
from handlers.audience.naming import names_of
from handlers.audience.phrases import read_phrase
from handlers.audience.replies.names import Names
from handlers.campaigns.called import called, is_plain, to_tap
from handlers.campaigns.drafting import EditCampaign, NewCampaign, draft, edit
from handlers.campaigns.launching import LaunchCampaign, launch, would_launch
from handlers.campaigns.moving import MoveCampaign, NamedCampaign, cancel, pause, resume, would_cancel
from handlers.campaigns.previewing import look_through
from handlers.campaigns.resulting import resulted
from handlers.campaigns.testing import send_test
from handlers.campaigns.wanted import WantedCampaign, read_wanted, texts_of
from handlers.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME, Campaigns
from storage.campaigns.results import results_of
from templates.values import quoted


@dataclass(frozen=True, slots=True)
class DraftCampaign:
    """Draft a campaign."""

    wanted: NewCampaign


@dataclass(frozen=True, slots=True)
class ChangeCampaign:
    """Change a campaign."""

    wanted: EditCampaign


_MOST = 8  # campaigns of a list
_SHORT = 40
_USAGE = "/campaign new diwali to vip friday 6pm: Lamps and sweets are here"


async def campaign(asked: Asked) -> Text | Reply:
    """The campaigns, or how one stands."""
    if not asked.arguments:
        return await _listed(asked.turn)
    found = await called(asked.turn, asked.rest)
    if found is None:
        unknown = phrase("campaign_unknown", name=quoted(asked.rest, _SHORT))
        return Reply(Lines((unknown, await _listed(asked.turn))), understood=not asked.is_loose)
    return await _shown(asked.turn, found)


async def _listed(turn: Turn) -> Text:
    found = await turn.unit.of(Campaigns).latest(_MOST)
    rows = [_row(one) for one in found]
    return Lines((phrase("campaigns_head") if rows else phrase("campaigns_none"), *rows, phrase("campaign_how")))


def _row(one: Campaign) -> Text:
    """A campaign in a list: a tap, and the name where the tap cannot hold that."""
    name = () if is_plain(one.name) else (quoted(one.name, _SHORT),)
    stands = phrase("campaign_row", stands=_stands(one), at=At(one.schedule.at))
    return Lines((to_tap(one), *name, stands), " ")


def _stands(one: Campaign) -> Text:
    return phrase(f"campaign_is_{one.status.value}")


async def _shown(turn: Turn, one: Campaign) -> Text:
    """How a campaign stands, and what came of it so far."""
    told = () if one.status in UNLAUNCHED else resulted(one, await results_of(turn.unit, turn.tenant, one, turn.now))
    lines = (
        phrase("campaign_stands", name=one.name, stands=_stands(one), at=At(one.schedule.at)),
        phrase("campaign_people", people=one.phrase),
        *told,
        _ways(one),
    )
    return Lines(lines, longest=LONGEST)


def _ways(one: Campaign) -> Text:
    """What can be done with a campaign next."""
    if one.is_over:
        return ""
    ways = ("launch", "test") if one.status in UNLAUNCHED else ("pause",)
    ways = ("resume",) if one.status.value == "paused" else ways
    taps = tuple(to_tap(one, way) for way in (*ways, "cancel"))
    return phrase("next", command=Lines(taps, " · "))


async def _read_new(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """All parts of a new campaign, or a question for the first that is missing or unclear."""
    names = await names_of(asked.turn)
    wanted = read_wanted(_said(asked), names, asked.turn.now, asked.turn.zone)
    if not wanted.name or len(wanted.name) > LONGEST_NAME:
        return Missing()
    if not wanted.people:
        return replace(Reply(phrase("campaign_whom", name=wanted.name)), asks=("new", wanted.name, "to"))
    criteria = await _criteria(asked.turn, wanted.people, names)
    if criteria is None:
        unread = phrase("campaign_people_unread", people=quoted(wanted.people, _SHORT))
        return replace(Reply(unread, refused=True), asks=("new", wanted.name, "to"))
    if not wanted.words:
        return replace(Reply(phrase("campaign_words"), written=True), asks=(*_so_far(wanted), ":"))
    if (long := _too_long(wanted)) is not None:
        return long
    if wanted.at is None and not wanted.now:
        return Reply(phrase("campaign_when"), asks=(*_so_far(wanted), _unquoted(wanted.words)))
    return Found(
        NewCampaign(wanted.name, _json(criteria), wanted.people, texts_of(wanted.words), wanted.at, wanted.local)
    )


def _too_long(wanted: WantedCampaign) -> Reply | None:
    many = max((len(one.text) for one in texts_of(wanted.words)), default=0)
    long = phrase("campaign_words_long", many=many, most=LONGEST_WORDS)
    return Reply(long, asks=(), refused=True) if many > LONGEST_WORDS else None


async def _criteria(turn: Turn, people: str, names: Names) -> Criteria | None:
    kept = await audiences.called(turn, people)
    return kept.criteria if kept is not None else read_phrase(people, names).criteria


def _json(criteria: Criteria) -> str:
    return json.dumps(write_criteria(criteria), ensure_ascii=False)


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


async def _read_edit(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """What is to be changed of which campaign."""
    turn, names = asked.turn, await names_of(asked.turn)
    wanted = read_wanted(_said(asked), names, turn.now, turn.zone)
    found = await called(turn, wanted.name)
    if found is None:
        return _unknown(wanted.name) if wanted.name else Missing()
    criteria = await _criteria(turn, wanted.people, names) if wanted.people else None
    if wanted.people and criteria is None:
        return Reply(phrase("campaign_people_unread", people=quoted(wanted.people, _SHORT)), asks=(), refused=True)
    if (long := _too_long(wanted)) is not None:
        return long
    changed = EditCampaign(
        found.id,
        texts_of(wanted.words) if wanted.words else None,
        _json(criteria) if criteria is not None else None,
        wanted.people or None,
        wanted.at,
        wanted.now,
        wanted.local,
    )
    return Found(changed) if changed != EditCampaign(found.id) else Reply(phrase("campaign_edit_how"), asks=())


async def _which(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    if not words:
        return Missing()
    found = await called(asked.turn, " ".join(words))
    return _unknown(" ".join(words)) if found is None else Found(NamedCampaign(found.id, found.name))


async def _launchable(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The campaign, which is looked through first where nobody knows what it would do by now."""
    found = await called(asked.turn, " ".join(words)) if words else None
    if found is None:
        return _unknown(" ".join(words)) if words else Missing()
    unseen = found.preview is None or not found.preview.holds(found.version, asked.turn.now)
    if found.status in UNLAUNCHED and unseen:
        await look_through(asked.turn, Origin(found.made_by, str(asked.message), asked.member.contact), found)
        return Reply(phrase("campaign_looking", name=found.name), asks=())
    return Found(NamedCampaign(found.id, found.name))


def _unknown(name: str) -> Reply:
    return Reply(phrase("campaign_unknown", name=quoted(name, _SHORT)), asks=())


async def _ask_which(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((phrase("campaign_which"), await _listed(asked.turn))))


async def _draft(turn: Turn, origin: Origin, command: DraftCampaign) -> Campaign:
    return await draft(turn, origin, command.wanted)


async def _edit(turn: Turn, origin: Origin, command: ChangeCampaign) -> Campaign:
    return await edit(turn, origin, command.wanted)


def _drafted(done: Campaign) -> Text:
    return phrase("campaign_drafted", name=done.name)


def _edited(done: Campaign) -> Text:
    return phrase("campaign_drafted" if done.status in UNLAUNCHED else "campaign_reworded", name=done.name)


def _launched(done: Campaign) -> Text:
    said = phrase("campaign_launched", name=done.name, at=At(done.schedule.at))
    return Lines((said, phrase("next", command=Lines((to_tap(done), to_tap(done, "pause")), " · "))))


def _paused(done: Campaign) -> Text:
    said = phrase("campaign_paused", name=done.name)
    return Lines((said, phrase("next", command=to_tap(done, "resume"))))


def _resumed(done: Campaign) -> Text:
    return phrase("campaign_resumed", name=done.name)


def _cancelled(done: Campaign) -> Text:
    return phrase("campaign_cancelled", name=done.name)


def _tested(done: Campaign) -> Text:
    return phrase("campaign_tested", name=done.name)


_WHICH = Argument("which", "diwali", _which, _ask_which)
NEW = Command(
    name="new", usage=_USAGE, arguments=(Argument("wanted", "", _read_new, _ask_name),),
    takes=DraftCampaign, does=_draft, says=_drafted, roles=OWNERS, acts=True,
)  # fmt: skip
EDIT = Command(
    name="edit", usage="/campaign edit diwali: Lamps from 9 dollars",
    arguments=(Argument("wanted", "", _read_edit, _ask_which),),
    takes=ChangeCampaign, does=_edit, says=_edited, roles=OWNERS, acts=True,
)  # fmt: skip
LAUNCH = Command(
    name="launch", arguments=(Argument("which", "diwali", _launchable, _ask_which),),
    takes=LaunchCampaign, preview=would_launch, does=launch, says=_launched, roles=OWNERS,
)  # fmt: skip
TEST = Command(
    name="test", arguments=(_WHICH,), takes=MoveCampaign, does=send_test, says=_tested, roles=OWNERS, acts=True
)
PAUSE = Command(
    name="pause", arguments=(_WHICH,), takes=MoveCampaign, does=pause, says=_paused, roles=OWNERS, acts=True
)
RESUME = Command(
    name="resume", arguments=(_WHICH,), takes=MoveCampaign, does=resume, says=_resumed, roles=OWNERS, acts=True
)
CANCEL = Command(
    name="cancel", aliases=("stop",), arguments=(_WHICH,), takes=MoveCampaign, preview=would_cancel, does=cancel,
    says=_cancelled, roles=OWNERS,
)  # fmt: skip
CAMPAIGN_COMMAND = Command(
    name="campaign",
    aliases=("campaigns",),
    usage=_USAGE,
    run=campaign,
    within=(NEW, EDIT, LAUNCH, TEST, PAUSE, RESUME, CANCEL),
    near=("mailing", "newsletter", "campana", "campanas", "abhiyan"),
    topic="campaigns",
)
