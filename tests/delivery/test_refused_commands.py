"""A command of the staff that is refused half-way: the refusal is told, and nothing of the command stands."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.actor import SYSTEM
from handlers.actions.action import Origin, Refused
from handlers.engine.turn import Turn
from handlers.setup.team_commands import StaffStays
from handlers.staff_chat.command_execution import obey
from handlers.staff_chat.staff_command import Command, IssuedCommand
from storage.businesses.deeds import Deeds
from tests.delivery.house import House

KIND = "half.done"
WHICH = UUID(int=1)


async def _note_and_refuse(turn: Turn, _origin: Origin, _value: object) -> None:
    await turn.unit.of(Deeds).note(KIND, WHICH, SYSTEM, turn.now)
    raise Refused(StaffStays.SAME)


async def _talk(asked: IssuedCommand) -> str:
    await _note_and_refuse(asked.turn, Origin(SYSTEM, "talk"), None)
    return "done"


async def _kept(house: House) -> list[str]:
    async def look(turn: Turn) -> list[str]:
        return [one.kind for one in await turn.unit.of(Deeds).list_about(WHICH, {KIND, "whole"}, 9)]

    return await house.act(look)


async def test_what_a_refused_command_wrote_is_undone_and_the_rest_of_its_turn_stands(house: House) -> None:
    command = Command(name="half", does=_note_and_refuse, says=str)

    async def obeyed(turn: Turn) -> None:
        await turn.unit.of(Deeds).note("whole", WHICH, SYSTEM, turn.now)
        (member, *_) = await turn.unit.access.members()
        with pytest.raises(Refused, match="choice_same"):
            await command.do(turn, member, WHICH, None)

    await house.act(obeyed)
    assert await _kept(house) == ["whole"]


async def test_what_a_talk_wrote_that_is_refused_is_undone(house: House) -> None:
    async def obeyed(turn: Turn) -> None:
        await turn.unit.of(Deeds).note("whole", WHICH, SYSTEM, turn.now)
        (member, *_) = await turn.unit.access.members()
        answer = await obey(Command(name="talk", run=_talk), IssuedCommand(turn, member, (), WHICH, "/talk", "talk"))
        assert answer.refused

    await house.act(obeyed)
    assert await _kept(house) == ["whole"]
