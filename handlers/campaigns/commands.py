"""/campaign: draft, show, launch, list, change, pause and cancel a message to an audience."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from flows.actor import Actor
from flows.campaigns.campaign import UNLAUNCHED, Campaign
from flows.phrase import Lines, Text, phrase
from handlers.actions.action import Origin
from handlers.campaigns import campaign_answers
from handlers.campaigns.campaign_reference import SHOWS, find_campaign
from handlers.campaigns.campaign_status import list_campaigns, show_details, show_status
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, edit, save_draft
from handlers.campaigns.drafts.campaign_edit_command import make_reader, read_edit, read_rename
from handlers.campaigns.drafts.campaign_grammar import SHORT, answer_unknown
from handlers.campaigns.drafts.follow_up_command import read_follow_up
from handlers.campaigns.drafts.new_campaign_command import read_new
from handlers.campaigns.drafts.subject_command import read_subject
from handlers.campaigns.launch_action import LaunchCampaign, launch, would_launch
from handlers.campaigns.leaving.campaign_budget import count_affordable
from handlers.campaigns.previews.parallel_messages import find_launched_since
from handlers.campaigns.previews.preview_job import start_preview
from handlers.campaigns.previews.sample_message import send_test
from handlers.campaigns.results.campaign_chart import ChartOfCampaign, ask_chart, make_table
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign, cancel, pause, resume, would_cancel
from handlers.engine.turn import Turn
from handlers.jobs.chart_job import DARK
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from storage.campaigns.campaigns import Campaigns
from templates.message_values import quote_line


@dataclass(frozen=True, slots=True)
class DraftCampaign:
    """Draft a campaign."""

    wanted: NewCampaign


@dataclass(frozen=True, slots=True)
class ChangeCampaign:
    """Change a campaign."""

    wanted: EditCampaign


_FIGURES = 4
"""Fewer figures than these are the number of a page."""
_USAGE = "/campaign new diwali to vip friday 6pm: Lamps and sweets are here"


async def campaign(asked: IssuedCommand) -> Text | Reply:
    """Show the list of campaigns, or the status of one."""
    first, *others = asked.arguments or ("list",)
    found = await find_campaign(asked.turn, asked.rest)
    if found is None and first.casefold() in SHOWS and others:
        found = await find_campaign(asked.turn, " ".join(others))
    if found is None and first.casefold() in SHOWS and (not others or _is_page(others)):
        return await list_campaigns(asked.turn, asked.member, int(others[0]) if others else 1)
    if found is None:
        unknown = phrase("campaign_unknown", name=quote_line(asked.rest, SHORT))
        every = await list_campaigns(asked.turn, asked.member)
        return replace(every, text=Lines((unknown, every.text)), understood=not asked.is_loose)
    return await show_status(asked.turn, asked.member, found)


def _is_page(others: Sequence[str]) -> bool:
    return len(others) == 1 and others[0].isdecimal() and len(others[0]) < _FIGURES


async def _find_named(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    if not words:
        return Missing()
    found = await find_campaign(asked.turn, " ".join(words))
    return answer_unknown(" ".join(words)) if found is None else FoundArgument(NamedCampaign(found.id, found.name))


async def _find_in_text(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the campaign of a command with free text after the name; if all words name a campaign, show its status.
    "/campaign diwali chart" may be the chart of "diwali" or a campaign called "diwali chart"."""
    named = await find_campaign(asked.turn, " ".join(asked.text.replace("_", " ").split()[1:]))
    if named is None:
        return await _find_named(asked, known, words)
    return replace(await show_status(asked.turn, asked.member, named), asks=())


async def is_unseen(turn: Turn, campaign: Campaign) -> bool:
    """Return True if a draft has no valid preview: none, an old one, or one older than a competing launch."""
    preview = campaign.preview
    if preview is None or not preview.holds(campaign.version, turn.now):
        return True
    return bool(await find_launched_since(turn, campaign, preview))


async def _find_ready(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the campaign; if it has no valid preview, make one first."""
    found = await find_campaign(asked.turn, " ".join(words)) if words else None
    if found is None:
        return answer_unknown(" ".join(words)) if words else Missing()
    if found.status in UNLAUNCHED and await is_unseen(asked.turn, found):
        await start_preview(
            asked.turn, Origin(Actor.staff(asked.member.id), str(asked.message), asked.member.contact), found
        )
        return Reply(phrase("campaign_looking", name=found.name), asks=())
    return FoundArgument(NamedCampaign(found.id, found.name))


async def _ask_name(_asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("campaign_new_how"), understood=False)


async def _ask_which(asked: IssuedCommand, _known: Known) -> Reply:
    every = await list_campaigns(asked.turn, asked.member)
    return replace(every, text=Lines((phrase("campaign_which"), every.text)))


async def _save_draft(turn: Turn, origin: Origin, command: DraftCampaign) -> Campaign:
    return await save_draft(turn, origin, command.wanted)


async def _show_details(asked: IssuedCommand) -> Text | Reply:
    found = await find_campaign(asked.turn, asked.rest)
    if found is not None:
        return await show_details(asked.turn, asked.member, found)
    return answer_unknown(asked.rest) if asked.rest else await _ask_which(asked, {})


async def _edit(turn: Turn, origin: Origin, command: ChangeCampaign) -> campaign_answers.EditedCampaign:
    before = await turn.unit.of(Campaigns).get(command.wanted.which)
    now = await edit(turn, origin, command.wanted)
    return campaign_answers.EditedCampaign(before or now, now)


async def _resume(turn: Turn, origin: Origin, command: MoveCampaign) -> campaign_answers.ResumedCampaign:
    resumed = await resume(turn, origin, command)
    return campaign_answers.ResumedCampaign(resumed, await count_affordable(turn, resumed))


def _read_part(
    part: str,
) -> Callable[[IssuedCommand, Known, tuple[str, ...]], Awaitable[FoundArgument | Missing | Reply]]:
    """Make the argument reader for one part of a campaign. If all words name a campaign, it shows its status."""
    read_part = read_subject if part == "subject" else make_reader(part)

    async def read(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        named = await find_campaign(asked.turn, f"{part} {' '.join(words)}") if words else None
        return (
            await read_part(asked, known, words)
            if named is None
            else replace(await show_status(asked.turn, asked.member, named), asks=())
        )

    return read


_WHICH = Argument("which", "diwali", _find_named, _ask_which)
_WHICH_OF_ALL = Argument("which", "diwali", _find_in_text, _ask_which)
NEW = Command(
    name="new", usage=_USAGE, arguments=(Argument("wanted", "", read_new, _ask_name),),
    takes=DraftCampaign, does=_save_draft, says=campaign_answers.answer_draft, roles=OWNERS, acts=True,
)  # fmt: skip
EDIT = Command(
    name="edit", usage="/campaign edit diwali: Lamps are here today",
    arguments=(Argument("wanted", "", read_edit, _ask_which),),
    takes=ChangeCampaign, does=_edit, says=campaign_answers.answer_edit, roles=OWNERS, acts=True,
)  # fmt: skip
PEOPLE, WORDS, SUBJECT, WHEN, OFFER = (
    Command(
        name=part, usage=f"/campaign {part} diwali {example}",
        arguments=(Argument("wanted", "", _read_part(part), _ask_which),),
        takes=ChangeCampaign, does=_edit, says=campaign_answers.answer_edit, roles=OWNERS, acts=True,
    )
    for part, example in (
        ("people", "vip"),
        ("words", "Lamps are here"),
        ("subject", "Lamps for you"),
        ("when", "friday 6pm"),
        ("offer", "15%"),
    )
)  # fmt: skip
RENAME = Command(
    name="rename", usage="/campaign rename diwali to lamps",
    arguments=(Argument("wanted", "", read_rename, _ask_which),),
    takes=ChangeCampaign, does=_edit, says=campaign_answers.answer_edit, roles=OWNERS, acts=True,
)  # fmt: skip
FOLLOW = Command(
    name="follow", usage="/campaign follow diwali after 3 days: Still time for lamps",
    arguments=(Argument("wanted", "", read_follow_up, _ask_which),),
    takes=ChangeCampaign, does=_edit, says=campaign_answers.answer_edit, roles=OWNERS, acts=True,
)  # fmt: skip
LAUNCH = Command(
    name="launch", arguments=(Argument("which", "diwali", _find_ready, _ask_which),),
    takes=LaunchCampaign, preview=would_launch, does=launch, says=campaign_answers.answer_launch, roles=OWNERS,
)  # fmt: skip
TEST = Command(
    name="test", arguments=(_WHICH,), takes=MoveCampaign, does=send_test, says=campaign_answers.answer_test,
    roles=OWNERS,
    acts=True,
)  # fmt: skip
PAUSE = Command(
    name="pause", arguments=(_WHICH,), takes=MoveCampaign, does=pause, says=campaign_answers.answer_pause, roles=OWNERS,
    acts=True,
)  # fmt: skip
RESUME = Command(
    name="resume", arguments=(_WHICH,), takes=MoveCampaign, does=_resume, says=campaign_answers.answer_resume,
    roles=OWNERS,
    acts=True,
)  # fmt: skip
CANCEL = Command(
    name="cancel", aliases=("stop",), arguments=(_WHICH,), takes=MoveCampaign, preview=would_cancel, does=cancel,
    says=campaign_answers.answer_cancel, roles=OWNERS,
)  # fmt: skip
DETAILS = Command(
    name="details", usage="/campaign details diwali", run=_show_details,
)  # fmt: skip
CHART = Command(
    name="chart", anywhere=True,
    arguments=(DARK, _WHICH_OF_ALL), takes=ChartOfCampaign, does=ask_chart, says=campaign_answers.answer_chart,
)  # fmt: skip
CSV = Command(
    name="csv", anywhere=True,
    arguments=(_WHICH_OF_ALL,), takes=MoveCampaign, does=make_table, says=campaign_answers.answer_table,
)  # fmt: skip
CAMPAIGN_COMMAND = Command(
    name="campaign",
    aliases=("campaigns", "campaña", "campañas"),
    usage=_USAGE,
    run=campaign,
    within=(
        *(NEW, EDIT, PEOPLE, WORDS, SUBJECT, WHEN, OFFER, RENAME, FOLLOW),
        *(LAUNCH, TEST, PAUSE, RESUME, CANCEL, DETAILS, CHART, CSV),
    ),
    errands=(Errand.CAMPAIGN,),
    topic="campaigns",
)
