"""Clicks on links after a return, without robots: one on an offer counts once in half an hour for each person, and is
charged.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.events import LinkVisited
from flows.promotions.prompt import Prompt, PromptChoice
from handlers.engine.turn import Turn
from handlers.returns.charge_posting import charge_click
from handlers.returns.prompt_message import LINKED, find_lead
from storage.events.event_inbox import Stored
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors


async def hear_link_visit(turn: Turn, stored: Stored, event: LinkVisited) -> str | None:
    """Count a visit to the short link of a message after a return, or of its banner."""
    if event.robot:
        return "a robot opened the link"
    link = await turn.unit.links.get(event.code)
    told = await turn.unit.of(Prompts).list_linked(link.message) if link is not None else ()
    lead = find_lead(told) if told else None
    if lead is None or lead.choice not in LINKED:
        return "the link is not of a return"
    if lead.choice is PromptChoice.OFFER:
        await count_click(turn, lead, stored.id)
    else:
        await turn.unit.of(Prompts).mark(lead.id, "clicked", turn.now)
    return None


async def count_click(turn: Turn, prompt: Prompt, event: UUID) -> bool:
    """Count and charge a click of a person on a prompt's offer; return False for a repeat.

    A promotion is charged for its price of now. The first click of a prompt also counts for the choice of offers.
    """
    if prompt.contact is not None:
        prompt = replace(prompt, contact=await turn.unit.people.hold(prompt.contact))
    promotion = await turn.unit.of(Promotions).get(prompt.promotion) if prompt.promotion else None
    sponsor = await turn.unit.of(Sponsors).get(promotion.sponsor) if promotion is not None else None
    prompts = turn.unit.of(Prompts)
    taken = await prompts.take_click(prompt, turn.now) if promotion is not None and sponsor is not None else None
    if taken is None or promotion is None or sponsor is None:
        return False
    if taken.shown_at is None:
        await count_showing(turn, taken)
    if taken.clicked_at is None and await prompts.mark(prompt.id, "clicked", turn.now):
        await turn.unit.of(Promotions).count(promotion.id, clicked=1)
    await charge_click(turn, sponsor, promotion, prompt, event)
    return True


async def count_showing(turn: Turn, prompt: Prompt) -> bool:
    """Count a prompt's offer as shown, once: its message left, its banner was read, or its link was opened."""
    if prompt.promotion is None or not await turn.unit.of(Prompts).mark(prompt.id, "shown", turn.now):
        return False
    await turn.unit.of(Promotions).count(prompt.promotion, shown=1)
    return True
