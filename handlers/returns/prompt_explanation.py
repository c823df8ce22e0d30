"""How the offer of a return was chosen, for the staff: the reason, and how probable each offer was."""

from __future__ import annotations

from collections.abc import Sequence

from flows.phrase import Ours, Text, phrase
from flows.promotions.choice_record import estimate_odds, load_drawn
from flows.promotions.promotion import Promotion
from flows.promotions.prompt import Prompt
from handlers.engine.turn import Turn
from handlers.returns.prompt_decision import make_seed
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.sending.message import Message
from templates.message_values import one_line, shorten

MOST_NAMED = 3
"""The offers that an explanation names: the chosen one, then the most probable ones."""
_TITLE = 60  # characters


async def explain_message(turn: Turn, message: Message) -> Sequence[Text]:
    """Return the lines on the prompts that a message tells of."""
    found = await turn.unit.of(Prompts).of_message(message.id)
    return [line for prompt in found for line in await explain_prompt(turn, prompt)]


async def explain_prompt(turn: Turn, prompt: Prompt) -> Sequence[Text]:
    """Return the reason of a prompt, and the odds of its candidates."""
    why = phrase("prompt_why", ref=one_line(prompt.ref), why=phrase(f"prompt_reason_{prompt.reason.value}"))
    if prompt.candidates is None:
        return [why]
    odds = estimate_odds(load_drawn(prompt.candidates), make_seed(turn, prompt.ref))
    named = sorted(odds, key=lambda one: (one != prompt.promotion, -odds[one]))[:MOST_NAMED]
    others = len(odds) + prompt.candidates["others"] - len(named)
    known = await turn.unit.of(Promotions).by_ids(named)
    offers = [
        phrase("prompt_odds", title=_title(known.get(one)), share=_percent(odds[one]), chosen=one == prompt.promotion)
        for one in named
    ]
    more = [phrase("prompt_others", many=others)] if others else []
    explored = [phrase("prompt_explored")] if prompt.candidates["explored"] else []
    return [why, *offers, *more, *explored]


def _title(promotion: Promotion | None) -> str:
    content = promotion.latest if promotion is not None else None
    return shorten(one_line(content.title), _TITLE, "…") if content is not None else "?"


def _percent(share: float) -> Ours:
    return Ours(f"{100 * share:.0f} %" if share >= 0.01 else "< 1 %")
