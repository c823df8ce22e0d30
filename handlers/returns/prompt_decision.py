"""The decision on a completed return, once: an offer of its brand, an exchange, a donation or a plain notice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from flows.business import ReturnSettings
from flows.events import ReturnCompleted
from flows.name_folding import fold_name
from flows.promotions.choice_record import dump_choice
from flows.promotions.offer_choice import derive_seed
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from flows.promotions.prompt_decision import (
    PARTNER_NOT_NAMED,
    choose_offer,
    choose_without_offer,
    find_main_brand,
    is_day_taken,
    select_lines,
)
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from handlers.returns.eligible_offers import find_offers
from handlers.returns.notice_values import load_notice
from handlers.returns.person_reach import find_reach
from handlers.returns.prompt_message import schedule_message
from storage.events.event_inbox import event_id
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.sending.holdout_draws import HoldoutDrawing

EXPERIMENT = "returns"
"""The experiment whose control group gets notices without offers."""


@dataclass(frozen=True, slots=True)
class DecidedPrompt:
    """The prompt of a return. ``duplicate``: it was decided before, and nothing changed."""

    prompt: Prompt
    duplicate: bool


async def decide_prompt(turn: Turn, told: ReturnCompleted, contact: UUID | None, brand: str = "") -> DecidedPrompt:
    """Decide on a return and queue its message, in the caller's transaction. The caller holds the person.

    Without a ``brand`` that of most pieces counts. The first decision on a return stays, also for a repeat with other
    items.
    """
    prompts = turn.unit.of(Prompts)
    known = await prompts.find_by_ref(told.ref)
    if known is None:
        prompt = await _Decision(turn, told, contact, fold_name(brand) or find_main_brand(told.items)).make()
        if await prompts.add(prompt):
            await schedule_message(turn, prompt)
            return DecidedPrompt(await prompts.get(prompt.id) or prompt, duplicate=False)
        known = await prompts.find_by_ref(told.ref)
        assert known is not None, "another transaction has just decided on it"
    return DecidedPrompt(known, duplicate=True)


def get_settings(turn: Turn) -> ReturnSettings:
    """Return the settings of ``[returns]``, or the defaults."""
    return turn.business.returns or ReturnSettings()


class _Decision:
    def __init__(self, turn: Turn, told: ReturnCompleted, contact: UUID | None, brand: str) -> None:
        self._turn, self._told, self._contact, self._brand = turn, told, contact, brand
        self._settings = get_settings(turn)
        self._lines = select_lines(told.items, brand)

    async def make(self) -> Prompt:
        reach = await find_reach(self._turn, self._contact)
        if reach.barred is not None or self._contact is None:
            return self._prompt(PromptChoice.NONE, reach.barred or PromptReason.UNREACHABLE)
        sponsor = await self._turn.unit.of(Sponsors).find_by_brand(self._brand) if self._brand else None
        made = await self._choose(self._contact, sponsor, reach.partners)
        notice = await load_notice(self._turn, self._brand, self._lines, self._settings.min_evidence)
        return replace(made, notice=notice)

    async def _choose(self, contact: UUID, sponsor: Sponsor | None, partners: frozenset[str]) -> Prompt:
        """Return the prompt of a person who can be written to."""
        plain = choose_without_offer(self._lines, self._settings)
        held_out = sponsor is not None and await self._is_held_out(contact)
        made = self._prompt(plain, PromptReason.UNKNOWN_BRAND)
        if sponsor is not None:
            made = replace(made, sponsor=sponsor.id, held_out=held_out, reason=PromptReason.HELD_OUT)
        if await self._is_day_taken(contact):
            return replace(made, choice=PromptChoice.NOTICE, reason=PromptReason.ONE_A_DAY)
        if sponsor is None or held_out:
            return made
        if sponsor.status is not SponsorStatus.ACTIVE:
            return replace(made, reason=PromptReason.NO_OFFER)
        eligible = await find_offers(
            self._turn, contact, self._told, self._brand, self._lines, self._settings.seen_again
        )
        choice = choose_offer(eligible.offers, self._seed)
        if choice is None:
            return replace(made, reason=eligible.lacks)
        made = replace(made, promotion=choice.chosen, candidates=dump_choice(choice))
        if fold_name(sponsor.name) not in partners:
            return replace(made, choice=PromptChoice.NOTICE, reason=PromptReason.NO_CONSENT, rule=PARTNER_NOT_NAMED)
        return replace(made, choice=PromptChoice.OFFER, reason=PromptReason.CHOSEN)

    @property
    def _seed(self) -> int:
        return make_seed(self._turn, self._told.ref)

    async def _is_held_out(self, contact: UUID) -> bool:
        drawing = HoldoutDrawing(self._turn.draw.number, lambda _: self._settings.holdout)
        return bool(await self._turn.unit.draws.draw({(EXPERIMENT, contact)}, drawing))

    async def _is_day_taken(self, contact: UUID) -> bool:
        turn = self._turn
        midnight = datetime.combine(turn.today, time(), turn.zone)
        open_since = turn.now - self._settings.window
        return is_day_taken(await turn.unit.of(Prompts).list_lately(contact, midnight), open_since)

    def _prompt(self, choice: PromptChoice, reason: PromptReason) -> Prompt:
        made = self._turn.unit.ids.make()
        return Prompt(made, self._told.ref, self._contact, self._brand, choice, reason, self._turn.now)


def make_seed(turn: Turn, ref: str) -> int:
    """Return the seed of a return's draws, by its id alone, so that a replay chooses the same."""
    return derive_seed(event_id(turn.business.id, EXPERIMENT, ""), ref)
