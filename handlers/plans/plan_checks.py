"""Checks of a plan's terms against the business: its audiences, channels, texts and placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from flows.audience.audience_expansion import BadAudience
from flows.campaigns.campaign_texts import OF_AN_OFFER, CampaignText, list_new_places
from flows.plans.plan_document import BadPlan
from flows.plans.plan_offer import OfferKind, PlanOffer
from flows.plans.plan_terms import OWN_WORDS, Entrance, EntryBy, PlanStep, PlanTerms
from handlers.campaigns.texts.wording_values import UnknownPeople, resolve_conditions
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.audience.segments import Segments

_PART = "plans"
_LONGEST = 40  # characters of a name in an error


async def fit_conditions(turn: Turn, terms: PlanTerms) -> PlanTerms:
    """Return the terms with the people of the conditions in their texts. Raises BadPlan, with the place, for terms that
    could never reach anybody."""
    await _check(turn, terms)
    steps = [await _resolve_people(turn, f"steps[{place}]", one) for place, one in enumerate(terms.steps)]
    return replace(terms, steps=tuple(steps))


async def _resolve_people(turn: Turn, path: str, step: PlanStep) -> PlanStep:
    try:
        arms = [replace(one, texts=await resolve_conditions(turn, one.texts)) for one in step.arms]
        return replace(step, texts=await resolve_conditions(turn, step.texts), arms=tuple(arms))
    except UnknownPeople as unknown:
        raise BadPlan(f"{path}.texts", f"uses {str(unknown)!r}, which is not an audience") from None


async def _check(turn: Turn, terms: PlanTerms) -> None:
    _check_entrance(turn, terms.entrance)
    try:
        await turn.unit.of(Segments).expand(terms.condition, turn.today)
    except BadAudience as wrong:
        raise BadPlan("condition", str(wrong)) from None
    for path, step in _steps(terms):
        _check_template(turn, path, step)
        _check_offer(turn, f"{path}.offer", step)
        _check_channels(turn, path, step)
        for place, text in enumerate(step.texts):
            _check_places(turn, f"{path}.texts[{place}].text", text, step.offer)


def _check_entrance(turn: Turn, entrance: Entrance) -> None:
    """Check that some conversation lets people enter by the event, and that it has the fields of the conditions."""
    if entrance.by is not EntryBy.EVENT:
        return
    known = conversations_of(turn).entry_fields
    if entrance.event not in known:
        raise BadPlan("entry.event", f"must be one of {', '.join(sorted(known))}")
    fields = known[entrance.event]
    for one in entrance.where:
        path, kind = f"entry.where.{one.fact[:_LONGEST]}", fields.get(one.fact)
        if kind is None:
            raise BadPlan(path, f"is not a field of {entrance.event}, which has {', '.join(fields) or 'none'}")
        if one.op != "exists" and not all(isinstance(value, kind) for value in one.values):
            raise BadPlan(path, "must be a number" if kind is Decimal else "must be a text")


def _steps(terms: PlanTerms) -> Iterator[tuple[str, PlanStep]]:
    """Yield each step, and each of its arms, with its place in the terms."""
    for place, step in enumerate(terms.steps):
        yield f"steps[{place}]", step
        for number, arm in enumerate(step.arms):
            yield f"steps[{place}].arms[{number}]", arm


def _check_template(turn: Turn, path: str, step: PlanStep) -> None:
    library = turn.tools.library
    known = [one for one in library.names() if one != OWN_WORDS and library.message(one).part == _PART]
    for field in ("template", "plain"):
        name = getattr(step, field)
        if name and name not in {*known, OWN_WORDS}:
            raise BadPlan(f"{path}.{field}", f"must be one of {', '.join(known)}")


def _check_offer(turn: Turn, path: str, step: PlanStep) -> None:
    """Check the offer: codes need a store, ready-made texts need a percentage, an amount needs the shop's currency."""
    if step.offer is None:
        return
    if not turn.business.stores and not step.plain:
        raise BadPlan(path, "needs a store that creates the codes, and the business has none")
    if step.offer.kind is OfferKind.PERCENT:
        return
    if not step.texts:
        raise BadPlan(path, f"must be some percent where the text is {step.template}, which says so; else write texts")
    if step.offer.amount is not None and step.offer.amount.currency != turn.business.currency:
        raise BadPlan(path, f"must be in the shop's currency, {turn.business.currency}")


def _check_channels(turn: Turn, path: str, step: PlanStep) -> None:
    has = sorted({one.channel for one in turn.business.channels})
    if not set(step.channels) <= set(has):
        raise BadPlan(f"{path}.channels", f"the business has {', '.join(has)} alone")


def _check_places(turn: Turn, path: str, text: CampaignText, offer: PlanOffer | None) -> None:
    """Check that each placeholder has a fallback, or a value for some people."""
    for name, otherwise in list_new_places(text.text).items():
        if name in OF_AN_OFFER and offer is None and not otherwise:
            raise BadPlan(path, f"names {{{name}}}, and the step offers nothing")
        if name == "link" and not turn.business.site and not otherwise:
            raise BadPlan(path, "names {link}, and the business has no site to lead to")
