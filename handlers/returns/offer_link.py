"""The sealed link of a banner's offer, for an app that shows it without a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flows.promotions.promotion import PromotionStatus
from flows.promotions.prompt import Prompt
from handlers.engine import sealed_links
from handlers.engine.turn import Turn
from handlers.returns.click_code import add_click_code
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts

PATH, _PURPOSE = "/o/", "offer"
VALID_FOR = timedelta(days=90)
"""How long the link works after the decision."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a banner's link leads, with the click code of its prompt."""

    prompt: UUID
    url: str


def make_offer_link(turn: Turn, prompt: Prompt) -> str | None:
    """Return the link of a prompt's offer, always the same; None if there is no public domain."""
    until = (prompt.decided_at + VALID_FOR).replace(microsecond=0)
    return f"{turn.link_base}{PATH}{sealed_links.seal(turn, _PURPOSE, prompt.id, until)}" if turn.link_base else None


async def find_target(turn: Turn, token: str) -> Target | None:
    """Return where a token leads: the page of the offer as it is approved now; None if the offer is gone."""
    try:
        sealed = sealed_links.unseal(turn, _PURPOSE, token)
    except sealed_links.LinkExpired:
        return None
    prompt = await turn.unit.of(Prompts).get(sealed.thing) if sealed is not None else None
    promotion = await turn.unit.of(Promotions).get(prompt.promotion) if prompt and prompt.promotion else None
    if prompt is None or promotion is None or promotion.content is None or promotion.status is PromotionStatus.PAUSED:
        return None
    return Target(prompt.id, add_click_code(promotion.content.url, prompt.id))
