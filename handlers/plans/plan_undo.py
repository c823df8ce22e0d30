"""/undo of turning a plan on or off, of changing it, and of an entry by hand; sent messages cannot be undone."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.engine import Left, Subject
from flows.phrase import Phrase, Text, phrase
from flows.plans.plan_terms import NAME, SUBJECT, WITHDRAWN
from handlers.actions import person_story
from handlers.actions.action import Origin, Refused
from handlers.conversation import DeedStays, Reversal, Undoing
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.plans.plan_changes import CHANGED, OFF, ON, find_terms_before, make_tap, put, show_name, switch
from handlers.plans.plan_start import STARTED
from storage.businesses.deeds import Deed
from storage.plans.plan_entries import PlanEntries
from storage.plans.plan_versions import KeptPlans


class PlanStays(StrEnum):
    """The reasons why a plan cannot be restored."""

    OVER = "plan_entry_over"


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal to the plan as it was; turning it on again needs a confirmation. Raises Refused."""
    kept = await turn.unit.of(KeptPlans).find_by_name(deed.figures["name"])
    if kept is None:
        raise Refused(DeedStays.DONE_ALREADY)

    async def does(origin: Origin) -> None:
        if deed.kind == CHANGED:
            await put(turn, origin.by, kept, await find_terms_before(turn, kept, deed.figures))
        elif deed.kind == STARTED:
            await _withdraw(turn, deed)
        elif not await switch(turn, kept, enabled=deed.kind == OFF):
            raise Refused(DeedStays.DONE_ALREADY)

    return Reversal(what=await _describe_deed(turn, deed), does=does, after=make_tap(kept.name), asks=deed.kind == OFF)


async def _withdraw(turn: Turn, deed: Deed) -> None:
    """End an entry that was made by hand: no more messages are sent, and no rest period begins. Raises Refused."""
    entry = await turn.unit.of(PlanEntries).get(UUID(deed.figures["entry"]))
    run = await turn.unit.runs.get_open(NAME, f"{entry.kind}:{entry.contact}") if entry is not None else None
    its = run is not None and entry is not None and run.subject == Subject(SUBJECT, entry.id)
    if run is None or not its or not await host.advance(turn, run, Left(WITHDRAWN)):
        raise Refused(PlanStays.OVER, {"name": show_name(deed.figures["name"])})


async def _describe_deed(turn: Turn, deed: Deed) -> Phrase:
    """Describe the deed, with the name of a person entered by hand."""
    values: dict[str, Text] = {"name": show_name(deed.figures["name"])}
    if deed.kind == STARTED:
        entry = await turn.unit.of(PlanEntries).get(UUID(deed.figures["entry"]))
        person = await turn.unit.people.get(entry.contact) if entry is not None else None
        values["who"] = await person_story.get_name(turn, person) if person is not None else ""
    return phrase(f"deed_{deed.kind.replace('.', '_')}", **values)


UNDOES = Undoing.of_rows("plan", dict.fromkeys((ON, OFF, CHANGED, STARTED), _find_reversal))
