"""Which value of a setting wins when a business file is applied: the file's or the one chosen in chat.

The file wins if its value has changed since the last time; otherwise the value from the chat stays. So applying the
same file again reverts nothing, and a changed value in the file takes effect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.setting_choices import ChoicesOvertaken, Overtaken
from handlers.actions.business_file_changes import cut_lines
from handlers.business_file import BusinessFile
from handlers.business_file.entry_settings import Entries, set_entry
from handlers.engine.own_events import SOURCE
from storage.businesses.chosen_settings import Choice, Choices, EndedBy
from storage.events.event_inbox import Arrival, event_id
from storage.unit import Unit
from templates.message_values import one_line, shorten

_LONGEST = 60  # characters of a value in a message
_NAMES = (
    (r"recovery\.steps\[(.+)\]\.(after)", r"delay of step \1"),
    (r"recovery\.steps\[(.+)\]\.(discount)", r"discount of step \1"),
    (r"texts\.(.+)", r"text \1"),
    (r"policy\.hours", "hours"),
    (r"staff\.(.+)", r"staff \1"),
    (r"shops\.(.+)\.(commission|hours|handover)", r"\2 of shop \1"),
    (r"shops\.([^.]+)", r"shop \1"),
    (r"answers\.(.+)\.(.+)", r"answer \1 (\2)"),
    (r"products\.(.+)\.low_water", r"low water of \1"),
    (r"products\.(.+)\.price", r"price of \1"),
    (r"products\.(.+)\.own_stock\.(.*)", r"own stock of \1 \2"),
)


@dataclass(frozen=True, slots=True)
class ChosenWord:
    """A setting chosen in chat, as a file is applied: the ``chat``'s value, what the file ``says`` and what it
    ``said``. ``wrong`` is why the chat's value no longer fits the file."""

    path: str
    chat: str | None
    says: str | None
    said: str | None
    wrong: str = ""

    @property
    def stays(self) -> bool:
        """Return True if the chat's value wins."""
        return self.says == self.said and not self.wrong

    @property
    def line(self) -> str:
        """Describe both values, and which wins, for the person who applies the file."""
        name, chat, says = name_setting(self.path), _show_value(self.chat), _show_value(self.says)
        if self.says != self.said:
            return f"{name}: the file says {says} now, it said {_show_value(self.said)}: the chat's {chat} is over"
        if self.wrong:
            return (
                f"{name}: the chat's {chat} does not go with the file any more ({self.wrong}): the file's {says} holds"
            )
        return f"{name}: the chat says {chat}, the file still says {says}: the chat's stays"


@dataclass(frozen=True, slots=True)
class SettledFile:
    """The file with the settings chosen in chat, and each of these settings."""

    file: BusinessFile
    words: tuple[ChosenWord, ...]


async def settle(unit: Unit, file: BusinessFile, now: datetime) -> SettledFile:
    """Apply the settings chosen in chat over those of the file, and end those that the file overrides."""
    settled, words, entries = file, list[ChosenWord](), Entries.read_file(file)
    for choice in await unit.of(Choices).list_current():
        settled, word = _put(settled, choice, entries.spell_setting(choice.path), entries.lacks(choice.path))
        words.append(word)
        if not word.stays:
            await unit.of(Choices).end(choice.id, EndedBy.FILE, now)
    return SettledFile(settled, tuple(words))


def describe_precedence(words: Sequence[ChosenWord]) -> tuple[str, ...]:
    """Describe the settings chosen in chat for the person who applies the file."""
    return tuple(cut_lines([one.line for one in words], "{} more settings were changed in chat"))


async def tell_overtaken(unit: Unit, words: Sequence[ChosenWord], now: datetime) -> None:
    """Tell the staff which settings chosen in chat no longer apply."""
    over = tuple(Overtaken(one.path, one.chat, one.says) for one in words if not one.stays and one.chat != one.says)
    if not over:
        return
    name = f"overtaken:{unit.ids.make()}"
    identity = event_id(unit.business, SOURCE, name)
    await unit.inbox.add(Arrival(identity, SOURCE, name, now, None, ChoicesOvertaken(over), lane=identity))


def _put(settled: BusinessFile, choice: Choice, says: str | None, lacks: str) -> tuple[BusinessFile, ChosenWord]:
    """Return the settings with a value from the chat, if it stays; ``lacks`` is a product missing from the file."""
    word = ChosenWord(choice.path, choice.value, says, choice.file, f"{lacks} is not in it" if lacks else "")
    if not word.stays:
        return settled, word
    try:
        return set_entry(settled, choice.path, choice.value), word
    except ValueError as wrong:
        return settled, replace(word, wrong=str(wrong))


def name_setting(path: str) -> str:
    """Name a setting in words: "discount of step 3"."""
    for pattern, name in _NAMES:
        found = re.fullmatch(pattern, path)
        if found is not None:
            return found.expand(name).rstrip()
    return path


def _show_value(value: str | None) -> str:
    return "nothing" if value is None else shorten(one_line(value), _LONGEST, "…")
