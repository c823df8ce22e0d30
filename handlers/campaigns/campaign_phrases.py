"""Campaign commands with no slash: "win back customers gone 90 days, 15% off, friday 6pm" and "pause diwali"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from flows.campaigns.campaign import RUNNING, Campaign
from flows.phrase import Lines, Ours, phrase
from handlers.campaigns.campaign_reference import find_campaign, to_tap
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.conversation import Written
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.staff_chat import pause_commands, staff_chat_output
from handlers.staff_chat.command_execution import as_typed, obey
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import OWNERS, Reply
from storage.businesses.access import Member
from storage.campaigns.campaigns import Campaigns
from storage.sending.message import Message
from templates.message_values import quote_line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST = 9  # campaigns of one day with the same ready name
_READY = "win-back"
_WINS = re.compile(
    r"\s*win[\s-]back\b(?!\s*(?:on|off)\b)\s*(?:all\s+)?(?:customers|people)?(?P<people>[^:?]*)"
    r"(?::\s*(?P<words>\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
_VERBS: Mapping[str, str] = {
    "pause": "pause", "pausa": "pause", "stop": "pause", "resume": "resume", "reanuda": "resume", "cancel": "cancel",
    "launch": "launch", "lanza": "launch", "test": "test",
}  # fmt: skip
_STOP = "stop"
_MOVES = frozenset({"pause", "resume"})  # that may precede a name after a slash
_SHORT, _LABEL = 40, 20  # characters of an unknown name, and of a button
_LATEST, _SHOWN = 60, 4  # campaigns that are searched, and that are shown


async def begins(turn: Turn, text: str) -> bool:
    """Return True if a text is a campaign command with no slash."""
    return _WINS.fullmatch(text) is not None or await _find_named(turn, text) is not None


async def obey_text(turn: Turn, written: Written) -> bool:
    """Carry out a staff text that is a campaign command with no slash; return False for any other text."""
    member, message, text = written.member, written.message, written.event.text.strip()
    if member is None or not written.is_sent_alone or written.event.button is not None:
        return False
    if slash_command.command(text) in _MOVES:
        text = slash_command.strip_slash(text)
    if message.reply_to is not None or slash_command.command(text) is not None:
        return False
    reply = await _ask_which(turn, text) if member.role in OWNERS else None
    reply = reply or await _answer(turn, member, message, text)
    if reply is None:
        return False
    left = staff_chat_output.describe_left_draft(written.question)
    await say(
        turn, written.address, message, "campaign", replace(reply, text=Lines((left, reply.text))) if left else reply
    )
    return True


async def _answer(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """Carry out the command in a text and return the reply; None if the text is no command."""
    behind, ends = await _complete_command(turn, text)
    if not behind:
        return None
    reply = await obey(CAMPAIGN_COMMAND, as_typed(turn, member, message.id, f"/{CAMPAIGN_COMMAND.name} {behind}"))
    return _add_end_command(reply, ends) if ends is not None and not reply.refused else reply


async def _ask_which(turn: Turn, text: str) -> Reply | None:
    """Offer the running campaigns as buttons, after "pause" with a name that no campaign has; None for other texts."""
    verb, _, name = text.casefold().rstrip(".!").partition(" ")
    if not name or _VERBS.get(verb) != "pause" or verb == _STOP:
        return None
    if pause_commands.parse_end(turn, name) or await find_campaign(turn, name) is not None:
        return None
    running = [one for one in await turn.unit.of(Campaigns).page(_LATEST) if one.status in RUNNING]
    buttons = tuple((to_tap(one, "pause"), Ours(quote_line(one.name, _LABEL))) for one in running[:_SHOWN])
    return Reply(phrase("campaign_pause_which", unknown=quote_line(name, _SHORT)), buttons) if running else None


async def _complete_command(turn: Turn, text: str) -> tuple[str, Campaign | None]:
    """Return the text to put after /campaign, and the campaign if the verb was "stop", which only pauses it."""
    found = _WINS.fullmatch(text)
    if found is not None:
        return await _spell_draft_command(turn, found), None
    named = await _find_named(turn, text)
    if named is None:
        return "", None
    verb, campaign = named
    return f"{_VERBS[verb]} {campaign.id.hex}", campaign if verb == _STOP else None


async def _find_named(turn: Turn, text: str) -> tuple[str, Campaign] | None:
    """Return the verb and the campaign of a text that is only a verb and an exact name; None for other texts."""
    verb, _, name = text.strip().rstrip(".!").partition(" ")
    campaign = await find_campaign(turn, name) if verb.casefold() in _VERBS else None
    return None if campaign is None else (verb.casefold(), campaign)


async def _spell_draft_command(turn: Turn, found: re.Match[str]) -> str:
    """Format the command that drafts today's campaign; if the text has no message, it uses a ready-made one."""
    people = found["people"].strip(" ,")
    name = await _choose_name(turn)
    words = found["words"] or _READY
    return f"new {name} to {people}: {words}" if people else f"new {name} “{words}”"


async def _choose_name(turn: Turn) -> str:
    """Return the name of today's campaign, with a number if the name is taken."""
    day = f"{turn.today.day} {_MONTHS[turn.today.month - 1]}"
    for number in range(1, _MOST):
        name = f"winback {day}" if number == 1 else f"winback {day} no {number}"
        if await turn.unit.of(Campaigns).find_by_name(name) is None:
            return name
    return f"winback {day}"  # a taken name, which the answer reports


def _add_end_command(reply: Reply, campaign: Campaign) -> Reply:
    """Add the button that ends the campaign to the reply to "stop", which only pauses."""
    ends = (to_tap(campaign, "cancel"), phrase("button_cancel_campaign"))
    return replace(reply, buttons=(*reply.buttons, ends))
