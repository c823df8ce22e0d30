"""/settings, /texts, /text, /delay, /discount, /hours, /distance and /staff: an owner changes a business in chat.

/undo reverses the latest of these changes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.phrase import At, Lines, Ours, Text, phrase, sentences
from handlers.actions.action import Origin, Preview
from handlers.conversation.deed_undo import LastDeed, Undoing
from handlers.engine import slash_command
from handlers.engine.example_values import list_text_names
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.own_codes.commands import OWN_CODES
from handlers.replies.staff_errands import Errand
from handlers.setup import setting_arguments, team_commands
from handlers.setup.setting_choice import (
    OTHERS,
    Choose,
    Chosen,
    TakeBack,
    change,
    take_back,
    would_choose,
    would_take_back,
)
from handlers.setup.setting_words import say_value, setting
from handlers.setup.text_previews import TEXT_ARGUMENTS
from handlers.staff_chat.argument_questions import answer_unread
from handlers.staff_chat.command_execution import obey
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.businesses.access import Member
from storage.businesses.chosen_settings import Choices

OWNER = frozenset({"owner"})
TOPIC = "settings"
_UNDO = (("/undo", phrase("undo_label")),)
_CHANGES = (
    "/texts", "/delay", "/discount", "/hours", "/limit", "/distance", "/holdout", "/staff", "/setup", "/digest",
)  # fmt: skip
"""The commands below /settings."""


async def _show_settings(asked: IssuedCommand) -> Text | Reply:
    """Show the settings, or run the command after /settings, as in "/settings discount 3 15"."""
    if not asked.arguments:
        return await _show_overview(asked)
    word, *others = asked.arguments
    inner = _NAMED.get(word.casefold())
    if inner is None:
        return answer_unread(asked.arguments, Ours("/settings"), loose=asked.is_loose)
    return await obey(inner, replace(asked, arguments=tuple(others), command=inner.name))


def _rows(turn: Turn) -> list[Text]:
    """Format the reminders, one line each."""
    return [setting_arguments.describe_reminder(turn, at) for at in range(1, len(turn.business.recovery.steps) + 1)]


async def _show_overview(asked: IssuedCommand) -> Reply:
    turn = asked.turn
    zone = phrase("zone_is", zone=Ours(turn.business.timezone), at=At(turn.now))
    caps = sentences(*setting_arguments.describe_caps(turn), setting_arguments.describe_distance(turn))
    hours = sentences(setting_arguments.describe_hours(turn), zone)
    standing = (*_rows(turn), hours, caps, setting_arguments.holdout_now(turn))
    return Reply(Lines(standing), tuple((one, Ours(one)) for one in _CHANGES))


async def _list_texts(asked: IssuedCommand) -> Text:
    """List the texts, those of reminders first, each as a command to tap; the business's own ones are marked."""
    own = asked.turn.business.texts
    names = list(list_text_names())
    served = {one.name for one in await conversations_of(asked.turn).list_served(asked.turn)}
    library = asked.turn.tools.library
    names = [name for name in names if library.message(name).part in served]
    names.sort(key=lambda name: library.message(name).part != "recovery")
    rows = [
        phrase("text_row", command=Ours(f"/text_{name}"), **({"own": True} if name in own else {})) for name in names
    ]
    return Lines((phrase("texts_head"), *rows))


def _describe_setting(one: Chosen) -> Reply:
    """Describe the present value of a setting, and the file's if it differs."""
    before, value = say_value(one.path, one.previous), say_value(one.path, one.value)
    done = phrase("choice_done", setting=setting(one.path), value=value, before=before)
    file = [phrase("choice_file", file=say_value(one.path, one.file))] if one.file not in {None, one.value} else []
    return Reply(Lines((done, *file, *_name_next_step(goes_on=one.goes_on))), _UNDO)


def _name_next_step(*, goes_on: bool) -> list[Text]:
    """Format the command for the next setup step, after the change that a step asked for."""
    return [phrase("next", command=Ours("/setup"))] if goes_on else []


def _describe_taken_back(one: Chosen) -> Text:
    values = {"setting": setting(one.path), "value": say_value(one.path, one.value)}
    return Lines((phrase("choice_taken_back", **values), phrase("next", command=Ours("/settings"))))


def _staff_said(one: team_commands.StaffChanged) -> Reply:
    if one.role is None:
        return Reply(Lines((phrase("staff_left", name=one.name), *_name_next_step(goes_on=one.goes_on))), _UNDO)
    lines: list[Text] = [phrase("staff_is", name=one.name, role=phrase(f"role_{one.role}"))]
    if one.link is not None:
        how = "staff_writes" if slash_command.command(one.link) is not None else "staff_link"
        lines += [phrase(how, name=one.name, days=one.days), Ours(one.link)]
    lines += _name_next_step(goes_on=one.goes_on)
    return Reply(Lines(tuple(lines)), _UNDO)


async def _find_last(turn: Turn, member: Member, whose: Actor | None, but: Collection[UUID]) -> LastDeed | None:
    """Return the latest change in effect, if the member is an owner; None for others."""
    last = await turn.unit.of(Choices).last(whose, OTHERS, but) if member.role in OWNER else None
    return None if last is None else LastDeed(last.id, last.actor, last.chosen_at)


async def _would_take_back(turn: Turn, choice: UUID) -> Preview:
    return await would_take_back(turn, TakeBack(choice))


async def _take_back(turn: Turn, origin: Origin, choice: UUID) -> Text:
    return _describe_taken_back(await take_back(turn, origin, TakeBack(choice)))


UNDOES = Undoing(name="setup", last=_find_last, preview=_would_take_back, does=_take_back)
TEXT = Command(
    name="text", helps=False, arguments=TEXT_ARGUMENTS, takes=Choose, preview=would_choose, does=change,
    says=_describe_setting,
    roles=OWNER, topic=TOPIC,
)  # fmt: skip
DELAY = Command(
    name="delay", aliases=("delays",), arguments=setting_arguments.make_step_arguments(setting_arguments.AFTER,
    setting_arguments.read_delay),
    takes=Choose, preview=would_choose, does=change, says=_describe_setting, roles=OWNER, topic=TOPIC,
)  # fmt: skip
DISCOUNT = Command(
    name="discount", aliases=("discounts",), arguments=setting_arguments.make_step_arguments(setting_arguments.DISCOUNT,
    setting_arguments.read_discount),
    takes=Choose, preview=would_choose, does=change, says=_describe_setting, roles=OWNER, topic=TOPIC,
    errands=(Errand.DISCOUNT,), within=OWN_CODES,
)  # fmt: skip
HOURS = Command(
    name="hours", arguments=setting_arguments.HOURS_ARGUMENTS, takes=Choose, preview=would_choose, does=change,
    says=_describe_setting,
    roles=OWNER, topic=TOPIC, errands=(Errand.HOURS,),
)  # fmt: skip
STAFF = Command(
    name="staff", arguments=setting_arguments.STAFF, takes=team_commands.ChangeStaff,
    preview=team_commands.would_change, does=team_commands.change, says=_staff_said, roles=OWNER, topic=TOPIC,
    errands=(Errand.TEAM,),
)  # fmt: skip
TEXTS = Command(name="texts", run=_list_texts, reads=0, roles=OWNER, topic=TOPIC)
SETTINGS = Command(name="settings", run=_show_settings, roles=OWNER, topic=TOPIC, errands=(Errand.REMINDERS,))
HOLDOUT = Command(
    name="holdout", arguments=setting_arguments.HOLDOUT_ARGUMENTS, takes=Choose, preview=would_choose, does=change,
    says=_describe_setting,
    roles=OWNER, topic=TOPIC,
)  # fmt: skip
CAP = Command(
    name="limit", aliases=("limits",), arguments=setting_arguments.CAP_ARGUMENTS, takes=Choose, preview=would_choose,
    does=change, says=_describe_setting, roles=OWNER, topic=TOPIC,
)  # fmt: skip
DISTANCE = Command(
    name="distance", arguments=setting_arguments.DISTANCE_ARGUMENTS, takes=Choose, preview=would_choose, does=change,
    says=_describe_setting, roles=OWNER, topic=TOPIC,
)  # fmt: skip
_NAMED = {one.name: one for one in (TEXT, DELAY, DISCOUNT, HOURS, HOLDOUT, CAP, DISTANCE)}
COMMANDS = (SETTINGS, TEXTS, TEXT, DELAY, DISCOUNT, HOURS, HOLDOUT, CAP, DISTANCE, STAFF, team_commands.TEAM)
