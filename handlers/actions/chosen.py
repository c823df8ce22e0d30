"""The file's word and the chat's: which of the two holds for each setting, decided when a business file is applied.

The file wins where its value is another than when it was last applied; else what was chosen in chat stays. So a file
that is applied again and again takes nothing back, and whoever changes a value in the file gets that value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.business import Business
from handlers.business_file import BusinessFile, StaffEntry
from handlers.business_file.settings import spelled_value, with_value
from storage.chosen import Choice, Choices, EndedBy
from storage.unit import Unit
from templates.values import one_line, shorten

STAFF = "staff."
"""How the path of a member of the staff begins; the name follows, and the value is the role."""
_LONGEST = 60  # characters of a value that is told
_NAMES = (
    ("recovery.steps[", "].after", "delay of step "),
    ("recovery.steps[", "].discount", "discount of step "),
    ("texts.", "", "text "),
    ("policy.hours", "", "hours"),
    (STAFF, "", "staff "),
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What holds when a file is applied: the business, its staff, and a line for each setting that the chat chose."""

    business: Business
    staff: tuple[StaffEntry, ...]
    told: tuple[str, ...]


async def settle(unit: Unit, file: BusinessFile, now: datetime) -> Settled:
    """Put the chat's choices over the file's settings, and end those that the file has overtaken."""
    settled = Settled(file.business, file.staff, ())
    for choice in await unit.of(Choices).open():
        settled, stays = _put(settled, choice, file)
        if not stays:
            await unit.of(Choices).end(choice.id, EndedBy.FILE, now)
    return settled


def _put(settled: Settled, choice: Choice, file: BusinessFile) -> tuple[Settled, bool]:
    """The settings with a choice, and whether that choice stays."""
    name, says = named(choice.path), filed(file.business, file.staff, choice.path)
    chat = _shown(choice.value)
    if says != choice.file:
        line = f"{name}: the file says {_shown(says)} now, it said {_shown(choice.file)}: the chat's {chat} is over"
        return replace(settled, told=(*settled.told, line)), False
    try:
        put = _with_choice(settled, choice)
    except ValueError as wrong:
        line = (
            f"{name}: the chat's {chat} does not go with the file any more ({wrong}): the file's {_shown(says)} holds"
        )
        return replace(settled, told=(*settled.told, line)), False
    line = f"{name}: the chat says {chat}, the file still says {_shown(says)}: the chat's stays"
    return replace(put, told=(*settled.told, line)), True


def _with_choice(settled: Settled, choice: Choice) -> Settled:
    if not choice.path.startswith(STAFF):
        return replace(settled, business=with_value(settled.business, choice.path, choice.value))
    name = choice.path.removeprefix(STAFF)
    before = next((one for one in settled.staff if one.name == name), None)
    others = tuple(one for one in settled.staff if one.name != name)
    if choice.value is None:
        return replace(settled, staff=others)
    entry = replace(before, role=choice.value) if before else StaffEntry(name, choice.value)
    return replace(settled, staff=(*others, entry))


def filed(business: Business, staff: Sequence[StaffEntry], path: str) -> str | None:
    """What a file says of a setting, or of a member of the staff."""
    if path.startswith(STAFF):
        roles: Mapping[str, str] = {one.name: one.role for one in staff}
        return roles.get(path.removeprefix(STAFF))
    return spelled_value(business, path)


def named(path: str) -> str:
    """A setting in words: "discount of step 3"."""
    for begins, ends, name in _NAMES:
        if path.startswith(begins) and path.endswith(ends):
            return name + path.removeprefix(begins).removesuffix(ends)
    return path


def _shown(value: str | None) -> str:
    return "nothing" if value is None else shorten(one_line(value), _LONGEST, "…")
