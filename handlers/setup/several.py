"""Several settings changed at once: all are shown, and changed by one yes."""

from __future__ import annotations

from dataclasses import dataclass

from flows.phrase import Lines, Text, phrase
from handlers.actions.action import Origin, Preview, Refused
from handlers.setup.choosing import Choose, Chosen, choose_on, put_on, would_choose
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class ChooseSeveral:
    """Settings with their values, each another path."""

    choices: tuple[Choose, ...]


async def would_choose_several(turn: Turn, command: ChooseSeveral) -> Preview:
    """What would change, a line each; of one that stays as it is, that. Raises Refused where nothing would change."""
    lines: list[Text] = []
    stays: list[Refused] = []
    for one in command.choices:
        try:
            lines.append((await would_choose(turn, one)).text)
        except Refused as refused:
            stays.append(refused)
    if not lines:
        raise stays[0]
    return Preview(Lines((*lines, *(one.text for one in stays))), phrase("choice_do"))


async def choose_several(turn: Turn, origin: Origin, command: ChooseSeveral) -> tuple[Chosen, ...]:
    """Change those that can be changed, a deed each. Raises Refused where none can."""
    business, done, stays = turn.business, [], []
    for one in command.choices:
        try:
            business, chosen = await choose_on(turn, business, origin, one)
        except Refused as refused:
            stays.append(refused)
        else:
            done.append(chosen)
    if not done:
        raise stays[0]
    await put_on(turn, business)
    return tuple(done)
