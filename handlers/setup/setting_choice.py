"""A setting changed in chat: previewed, stored next to the business file's value, and restored.

When the file is applied again, handlers/actions/setting_precedence.py decides between the two. The reader of business
files is slow to load, so it is loaded with the first change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import RECENT, Origin, Preview, Refused
from handlers.business_file.chat_settings import replace_value, spell_value
from handlers.engine.turn import Turn
from handlers.setup import team_commands
from handlers.setup.setting_words import say_value, setting, simply
from handlers.setup.team_commands import is_under_way
from handlers.setup.text_previews import ShownText, list_values, loses_its_link, read_packaged, render
from storage.businesses.businesses import bump
from storage.businesses.chosen_settings import Choice, Choices
from templates import formats
from templates.finished_message import MissingValue, TemplateRefused

if TYPE_CHECKING:
    from flows.business import Business

TEXTS = "texts."
OTHERS = ("shops.", "products.")
"""The beginnings of settings that another conversation changes and restores."""


class ChoiceStays(StrEnum):
    """The reasons why a setting is not changed."""

    SAME = "choice_same"
    WRONG = "choice_wrong"
    UNDONE = "choice_undone_already"
    STAYS = "choice_stays"


@dataclass(frozen=True, slots=True)
class Choose:
    """A command that sets a setting, by its path; the value is as in a business file, and None removes it."""

    path: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A changed setting: its values now and before, and the file's; and whether setup continues."""

    path: str
    value: str | None
    previous: str | None
    file: str | None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A command that reverses a change in effect, by its id."""

    choice: UUID


async def would_choose(turn: Turn, command: Choose) -> Preview:
    """Preview the change; for a text, also its look. Raises Refused."""
    if command.path.startswith(TEXTS) and command.value is not None:
        await _check_known_values(turn, command.path.removeprefix(TEXTS), command.value)
    before, after = _try_change(turn.business, command)
    lines: list[Text] = [phrase("choice_would", setting=setting(command.path), **_values(command.path, before, after))]
    if command.path.startswith(TEXTS):
        lines = await _preview_text(turn, command)
    return Preview(Lines(tuple(lines)), phrase("choice_do"))


async def change(turn: Turn, origin: Origin, command: Choose) -> Chosen:
    """Change the setting, and record the actor. Raises Refused."""
    before, after = _try_change(turn.business, command)
    kept = await turn.unit.of(Choices).put(command.path, after, before, before, origin.by, turn.now)
    await turn.unit.access.log(origin.by, "setting changed", turn.now, Subject("setting", kept.id))
    await _put(turn, replace_value(turn.business, command.path, after))
    return Chosen(command.path, after, before, kept.file, goes_on=await is_under_way(turn))


async def would_take_back(turn: Turn, command: TakeBack) -> Preview:
    """Preview an undo, which runs at once if the change is recent and was the last deed. Raises Refused.

    An "undo" after packing the wrong order does not refer to the discount of half an hour ago. No undo removes a
    connected member from the staff without a question.
    """
    choice = await _open(turn, command)
    _restore_before(turn.business, choice)
    values = _values(choice.path, choice.value, choice.previous)
    fresh = turn.now - choice.chosen_at <= RECENT
    text = phrase("choice_would_take_back", setting=setting(choice.path), at=choice.chosen_at, **values)
    gone = team_commands.is_of(choice.path) and await team_commands.would_lose(turn, choice)
    return Preview(text, phrase("choice_take_back"), harmless=fresh and not gone)


async def take_back(turn: Turn, origin: Origin, command: TakeBack) -> Chosen:
    """Restore the setting to its value before the change. Raises Refused."""
    choice = await _open(turn, command)
    business = _restore_before(turn.business, choice)
    if business is None:
        await team_commands.put(turn, choice.path, choice.previous)
    else:
        await _put(turn, business)
    await turn.unit.of(Choices).undo(choice, turn.now)
    await turn.unit.access.log(origin.by, "setting taken back", turn.now, Subject("setting", choice.id))
    return Chosen(choice.path, choice.previous, choice.value, choice.file)


async def _open(turn: Turn, command: TakeBack) -> Choice:
    choice = await turn.unit.of(Choices).find_by_id(str(command.choice))
    if choice is None:
        raise Refused(ChoiceStays.UNDONE)
    return choice


def _restore_before(business: Business, choice: Choice) -> Business | None:
    """Return the business with the earlier value of the setting; None for a setting of the staff. Raises Refused."""
    if team_commands.is_of(choice.path):
        return None
    try:
        return replace_value(business, choice.path, choice.previous)
    except ValueError as wrong:
        raise Refused(ChoiceStays.STAYS, {"setting": setting(choice.path), "what": simply(str(wrong))}) from None


def _try_change(business: Business, command: Choose) -> tuple[str | None, str | None]:
    """Return the setting's value now and after the change. Raises Refused."""
    try:
        before = spell_value(business, command.path)
        after = spell_value(replace_value(business, command.path, command.value), command.path)
    except (ValueError, LookupError) as wrong:
        raise Refused(ChoiceStays.WRONG, {"what": simply(str(wrong))}, more=_spell_again(command)) from None
    if before == after:
        raise Refused(ChoiceStays.SAME, {"setting": setting(command.path), **_values(command.path, before, after)})
    return before, after


async def _check_known_values(turn: Turn, name: str, text: str) -> None:
    """Refuse a text that names a value which the message does not have; the setting's check finds other mistakes."""
    library = turn.tools.library
    try:
        strange = sorted(set(library.check(text)) - library.values(name))
    except TemplateRefused:
        return
    if strange:
        raise await _refuse_unknown(turn, name, strange[0])


async def _refuse_unknown(turn: Turn, name: str, value: str) -> Refused:
    """Return the refusal of an unknown value, with the list of known ones."""
    what = phrase("text_not_filled_in", value=Ours(f"{{{value}}}"), values=Ours(await list_values(turn, name)))
    return Refused(ChoiceStays.WRONG, {"what": what}, more=Ours(f"/text_{name}"))


def _spell_again(command: Choose) -> Ours:
    """Format the command for another try."""
    name = command.path.removeprefix(TEXTS)
    return Ours(f"/text_{name}" if name != command.path else "/settings")


async def _put(turn: Turn, business: Business) -> None:
    """Save the changed business."""
    await turn.unit.businesses.put(business, turn.now)
    await bump(turn.unit)


def _values(path: str, before: str | None, after: str | None) -> dict[str, Text]:
    return {"before": say_value(path, before), "after": say_value(path, after)}


async def _list_readings(turn: Turn, name: str, text: str, seen: ShownText) -> list[Text]:
    """Show how the text reads if the name is unknown, and the languages where our own words would differ."""
    nameless = await render(turn, name, text, seen.channel, nameless=True)
    others = [line for line in nameless.text.splitlines() if line not in seen.text.splitlines()]
    lines: list[Text] = [phrase("choice_text_nameless", text=Ours(" ".join(others)))] if others else []
    locales = turn.tools.library.message(name).locales()
    languages = Ours(", ".join(formats.name_language(one) for one in locales))
    return [*lines, *([phrase("choice_text_languages", languages=languages)] if len(locales) > 1 else [])]


async def _preview_text(turn: Turn, command: Choose) -> list[Text]:
    name = command.path.removeprefix(TEXTS)
    text = command.value if command.value is not None else read_packaged(turn, name)
    try:
        seen = await render(turn, name, text)
    except MissingValue as missing:
        raise await _refuse_unknown(turn, name, missing.name) from None
    except TemplateRefused as wrong:
        raise Refused(ChoiceStays.WRONG, {"what": simply(str(wrong))}) from None
    lines: list[Text] = [phrase("choice_text_would", text=name), Ours(seen.text)]
    if command.value is not None:
        lines += await _list_readings(turn, name, command.value, seen)
    if await loses_its_link(turn, name, seen):
        lines.append(phrase("choice_text_without_link", braced=Ours("{link}")))
    if seen.price is not None:
        many = {"characters": seen.characters, "segments": seen.segments, "price": seen.price}
        lines.append(phrase("choice_text_size", **many))
    if any(name in one.templates for one in turn.business.channels):
        lines.append(phrase("choice_text_approved"))
    return lines
