"""The file's word and the chat's: which of the two holds for each setting, decided when a business file is applied.

The file wins where its value is another than when it was last applied; else what was chosen in chat stays. So a file
that is applied again and again takes nothing back, and whoever changes a value in the file gets that value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from flows.choices import ChoicesOvertaken, Overtaken
from handlers.actions.changes import told
from handlers.business_file import BusinessFile
from handlers.business_file.entries import is_entry, spelled_entry, with_entry
from handlers.business_file.settings import spelled_value, with_value
from handlers.own_events import SOURCE
from storage.chosen import Choice, Choices, EndedBy
from storage.inbox import Arrival, event_id
from storage.unit import Unit
from templates.values import one_line, shorten

_LONGEST = 60  # characters of a value that is told
_NAMES = (
    (r"recovery\.steps\[(.+)\]\.(after)", r"delay of step \1"),
    (r"recovery\.steps\[(.+)\]\.(discount)", r"discount of step \1"),
    (r"texts\.(.+)", r"text \1"),
    (r"policy\.hours", "hours"),
    (r"staff\.(.+)", r"staff \1"),
    (r"shops\.(.+)\.(commission|hours)", r"\2 of shop \1"),
    (r"products\.(.+)\.low_water", r"low water of \1"),
    (r"products\.(.+)\.own_stock\.(.*)", r"own stock of \1 \2"),
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What holds when a file is applied: the file with the chat's word, and a line for each setting of the chat."""

    file: BusinessFile
    told: tuple[str, ...]


async def settle(unit: Unit, file: BusinessFile, now: datetime) -> Settled:
    """Put the chat's choices over the file's settings, and end those that the file has overtaken."""
    settled, lines, over = file, list[str](), list[Overtaken]()
    for choice in await unit.of(Choices).open():
        says = filed(file, choice.path)
        put, line = _put(settled, choice, says)
        lines.append(line)
        settled = put or settled
        if put is None:
            over.append(Overtaken(choice.id, says))
            await unit.of(Choices).end(choice.id, EndedBy.FILE, now)
    if over:
        await _tell(unit, ChoicesOvertaken(tuple(over)), now)
    return Settled(settled, tuple(told(lines, "{} more settings were changed in chat")))


async def _tell(unit: Unit, event: ChoicesOvertaken, now: datetime) -> None:
    """Have the staff hear which of their choices are over."""
    name = f"overtaken:{event.choices[0].choice}"
    identity = event_id(unit.business, SOURCE, name)
    await unit.inbox.add(Arrival(identity, SOURCE, name, now, None, event, lane=identity))


def _put(settled: BusinessFile, choice: Choice, says: str | None) -> tuple[BusinessFile | None, str]:
    """The file with a choice, None where the choice is over; and what is told."""
    name, chat = named(choice.path), _shown(choice.value)
    if says != choice.file:
        return (
            None,
            f"{name}: the file says {_shown(says)} now, it said {_shown(choice.file)}: the chat's {chat} is over",
        )
    try:
        put = _with_choice(settled, choice)
    except ValueError as wrong:
        line = (
            f"{name}: the chat's {chat} does not go with the file any more ({wrong}): the file's {_shown(says)} holds"
        )
        return None, line
    return put, f"{name}: the chat says {chat}, the file still says {_shown(says)}: the chat's stays"


def _with_choice(file: BusinessFile, choice: Choice) -> BusinessFile:
    if is_entry(choice.path):
        return with_entry(file, choice.path, choice.value)
    return replace(file, business=with_value(file.business, choice.path, choice.value))


def filed(file: BusinessFile, path: str) -> str | None:
    """What a file says of a setting."""
    return spelled_entry(file, path) if is_entry(path) else spelled_value(file.business, path)


def named(path: str) -> str:
    """A setting in words: "discount of step 3"."""
    for pattern, name in _NAMES:
        found = re.fullmatch(pattern, path)
        if found is not None:
            return found.expand(name).rstrip()
    return path


def _shown(value: str | None) -> str:
    return "nothing" if value is None else shorten(one_line(value), _LONGEST, "…")
