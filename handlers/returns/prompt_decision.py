"""The decision on a completed return, once: an offer of its brand, an exchange, a donation or a plain notice."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from flows.events import ReturnCompleted
from flows.name_folding import fold_name
from flows.promotions.choice_record import dump_choice
from flows.promotions.offer_choice import choose_promotion, derive_seed
from flows.promotions.prompt import (
    PARTNER_NOT_NAMED,
    Prompt,
    PromptChoice,
    PromptReason,
    choose_without_offer,
    find_main_brand,
    is_day_taken,
    select_lines,
)
from flows.promotions.size_evidence import is_size_reason, suggest_size
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from handlers.returns.eligible_offers import find_offers
from handlers.returns.person_reach import PersonReach, find_reach
from handlers.returns.prompt_message import get_settings, schedule_message
from storage.events.event_inbox import event_id
from storage.promotions.prompts import Prompts
from storage.promotions.return_history import ReturnHistory
from storage.promotions.sponsors import Sponsors
from storage.sending.holdout_draws import HoldoutDrawing
from storage.sql.transaction import RetryTransaction

EXPERIMENT = "returns"
"""The experiment whose control group gets notices without offers."""
MOST_ITEMS = 20
"""The goods that a notice names at most."""


@dataclass(frozen=True, slots=True)
class DecidedPrompt:
    """The prompt of a return. ``duplicate``: it was decided before, and nothing changed."""

    prompt: Prompt
    duplicate: bool


async def decide_prompt(turn: Turn, told: ReturnCompleted, contact: UUID | None, brand: str = "") -> DecidedPrompt:
    """Decide on a return and queue its message, in the caller's transaction. The caller holds the person.

    Without a ``brand`` that of most pieces counts. The first decision on a return stays, also for a repeat with other
    items. Raises RetryTransaction if another transaction has just decided on it.
    """
    prompts = turn.unit.of(Prompts)
    known = await prompts.find_by_ref(told.ref)
    if known is not None:
        return DecidedPrompt(known, duplicate=True)
    made = await _Decision(turn, told, contact, fold_name(brand) or find_main_brand(told.items)).make()
    if not await prompts.add(made):
        raise RetryTransaction
    return DecidedPrompt(made, duplicate=False)


def make_seed(turn: Turn, ref: str) -> int:
    """Return the seed of a return's draws, by its id alone, so that a replay chooses the same."""
    return derive_seed(event_id(turn.business.id, EXPERIMENT, ""), ref)


class _Decision:
    def __init__(self, turn: Turn, told: ReturnCompleted, contact: UUID | None, brand: str) -> None:
        self._turn, self._told, self._contact, self._brand = turn, told, contact, brand
        self._settings = get_settings(turn)
        self._lines = select_lines(told.items, brand)

    async def make(self) -> Prompt:
        turn, reach = self._turn, await find_reach(self._turn, self._contact)
        if reach.barred is not None or self._contact is None:
            return self._prompt(PromptChoice.NONE, reach.barred or PromptReason.UNREACHABLE)
        midnight = datetime.combine(turn.today, time(), turn.zone)
        window = turn.now - self._settings.window
        lately = await turn.unit.of(Prompts).list_lately(self._contact, min(midnight, window))
        taken = is_day_taken([one for one in lately if one.decided_at >= midnight], window)
        sponsor = await turn.unit.of(Sponsors).find_by_brand(self._brand) if self._brand else None
        made = await self._choose(self._contact, sponsor, reach, taken)
        made = replace(made, notice=await self._load_notice(made.choice))
        offered = sponsor is not None and made.choice is PromptChoice.OFFER
        partner = fold_name(sponsor.name) if sponsor is not None and offered else ""
        to = reach.choose(partner)
        assert to is not None, "a person who is not barred has an address"
        return await schedule_message(turn, made, lately, to, partner)

    async def _choose(self, contact: UUID, sponsor: Sponsor | None, reach: PersonReach, taken: bool) -> Prompt:
        """Return the prompt of a person who can be written to; ``taken``: no further offer follows on this day."""
        plain = choose_without_offer(self._lines, self._settings)
        held_out = sponsor is not None and await self._is_held_out(contact)
        made = self._prompt(plain, PromptReason.UNKNOWN_BRAND)
        if sponsor is not None:
            made = replace(made, sponsor=sponsor.id, held_out=held_out, reason=PromptReason.HELD_OUT)
        if taken:
            return replace(made, choice=PromptChoice.NOTICE, reason=PromptReason.ONE_A_DAY)
        if sponsor is None or held_out:
            return made
        if sponsor.status is not SponsorStatus.ACTIVE:
            return replace(made, reason=PromptReason.NO_OFFER)
        offers = await find_offers(self._turn, self._told, made, self._lines, self._settings.seen_again)
        if isinstance(offers, PromptReason):
            return replace(made, reason=offers)
        choice = choose_promotion(offers, make_seed(self._turn, self._told.ref))
        made = replace(made, promotion=choice.chosen, candidates=dump_choice(choice))
        if not reach.names(fold_name(sponsor.name)):
            return replace(made, choice=PromptChoice.NOTICE, reason=PromptReason.NO_CONSENT, rule=PARTNER_NOT_NAMED)
        return replace(made, choice=PromptChoice.OFFER, reason=PromptReason.CHOSEN)

    async def _is_held_out(self, contact: UUID) -> bool:
        drawing = HoldoutDrawing(self._turn.draw.number, lambda _: self._settings.holdout)
        return bool(await self._turn.unit.draws.draw({(EXPERIMENT, contact)}, drawing))

    async def _load_notice(self, choice: PromptChoice) -> dict[str, Any]:
        """Return the values of the texts: the brand as written, the titles of the goods, the page for an exchange or a
        donation, and the size that most people kept (a ``SizeHint``) if enough people are evidence for it.
        """
        brand, lines, fewest = self._brand, self._lines, self._settings.min_evidence
        written = next((one.brand for one in lines if fold_name(one.brand) == brand), "")
        notice: dict[str, Any] = {"brand": written, "items": [one.title for one in lines[:MOST_ITEMS]]}
        exchange, donation = self._settings.exchange_url, self._settings.donation_url
        if page := {PromptChoice.EXCHANGE: exchange, PromptChoice.DONATION: donation}.get(choice):
            notice["page"] = page
        back = next((one for one in lines if brand and one.size and is_size_reason(one.reason)), None)
        if back is None:
            return notice
        history = self._turn.unit.of(ReturnHistory)
        kept = await history.count_kept(brand, fold_name(back.category), back.size, fewest)
        hint = suggest_size(kept, back.size, fewest)
        return notice | ({"size": asdict(hint)} if hint else {})

    def _prompt(self, choice: PromptChoice, reason: PromptReason) -> Prompt:
        made = self._turn.unit.ids.make()
        return Prompt(made, self._told.ref, self._contact, self._brand, choice, reason, self._turn.now)
