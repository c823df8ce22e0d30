"""The forecast of a plan's first message today: judged like a campaign's preview; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flows.audience.consent_criterion import AGREED_TO_OFFERS
from flows.audience.criteria import EVERYBODY, All, Criteria
from flows.campaigns.campaign_texts import find_lacking, nearest
from flows.coming_messages import AlsoComing
from flows.greeting_name import get_first_name
from flows.phrase import Text, phrase
from flows.plan import Plan, Step, find_next
from flows.plans.plan_terms import KeptPlan, PlanStep, PlanTerms
from flows.policy.departure_facts import EarlierDeparture
from flows.step_offer import ONE_DISCOUNT_PER
from handlers.actions.verdict_reasons import in_words, summarise_verdict
from handlers.campaigns.previews.campaign_outlook import scale
from handlers.campaigns.sending.wording_gaps import LACKS
from handlers.campaigns.texts.wording_values import load_fillings
from handlers.engine import person_language, time_zones
from handlers.engine.turn import Turn
from handlers.forecasts.message_forecast import Forecast, ForeseenMessage, forecast_message
from handlers.forecasts.parallel_plans import PlanBeside, find_near_plans, list_sent_before, load_plans_beside
from handlers.plans.plan_admission import select_people
from handlers.plans.plan_departure_checks import NO_CODE, needs_code
from storage.audience.audiences import Selection
from storage.people.people import Contact
from storage.plans.plan_entries import PlanEntries
from storage.sending.holdout_draws import HoldoutDrawing
from templates.message_values import a_name

SAMPLE = 500
"""Up to this many people are judged; from larger audiences a random sample."""
_SEED = "1"
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class PlanForecast:
    """The forecast of a plan for today, for the ``people`` who match. ``writes`` is how many of them get a message, now
    or later, and ``alone`` how many are in the control group. ``excluded`` and ``later`` count people by the rule. If
    only a sample of ``judged`` people was judged, the other figures are scaled to all. ``beside`` are other campaigns
    and plans that reach these people. If nobody matches, ``unasked`` counts those who would match but have given no
    consent."""

    people: int
    judged: int
    writes: int
    alone: int
    excluded: Mapping[str, int]
    later: Mapping[str, int]
    beside: Sequence[AlsoComing] = ()
    unasked: int = 0


async def foresee(turn: Turn, name: str, terms: PlanTerms) -> PlanForecast | None:
    """Forecast the first message of a plan to everyone who would enter now; None for a plan with no search."""
    if terms.people is None:
        return None
    entries, asked = turn.unit.of(PlanEntries), select_people(turn, terms)
    people = await entries.count_expected(terms.kind, asked)
    if not people:
        return PlanForecast(0, 0, 0, 0, {}, {}, unasked=await _count_without_consent(turn, terms, asked))
    some = await entries.draw_people(terms.kind, asked, SAMPLE, _SEED)
    beside = await load_plans_beside(turn, some, but=name)
    seen = Forecast()
    for start in range(0, len(some), _AT_ONCE):
        part = await turn.unit.people.by_ids(some[start : start + _AT_ONCE])
        found = await _forecast(turn, name, terms, part, beside)
        seen.leaving += found.leaving
        seen.excluded += found.excluded
        seen.due |= found.due
    drawing = HoldoutDrawing(turn.draw.number, lambda _plan: terms.holdout)
    wanted = {(name, departure.person.id) for departure in seen.leaving}
    alone = {who for _, who in await turn.unit.draws.draw(wanted, drawing, keep=False)}
    return _scale_forecast(people, len(some), seen, alone, beside)


async def explain_first_delay(turn: Turn, kept: KeptPlan, contact: UUID) -> Text:
    """Say why the first message to a person would not be sent, or would wait; empty if it is sent when due.

    The text does not reveal a control group.
    """
    known = await turn.unit.people.by_ids([contact])
    found = await _forecast(turn, kept.name, kept.terms, known, await load_plans_beside(turn, [contact], but=kept.name))
    for rule in found.excluded.elements():
        return phrase("plan_first_stays", why=in_words(rule))
    waits = next((departure for departure in found.leaving if departure.waits), None)
    return phrase("plan_first_waits", why=summarise_verdict(waits.verdict)) if waits else ""


async def _count_without_consent(turn: Turn, terms: PlanTerms, asked: Selection) -> int:
    """Return how many people would match if they had consented to offers."""
    wider = replace(asked, criteria=_drop_consent(asked.criteria))
    return 0 if wider == asked else await turn.unit.of(PlanEntries).count_expected(terms.kind, wider)


def _drop_consent(part: Criteria) -> Criteria:
    if part == AGREED_TO_OFFERS:
        return EVERYBODY
    return All(tuple(_drop_consent(one) for one in part.of)) if isinstance(part, All) else part


async def _forecast(
    turn: Turn, name: str, terms: PlanTerms, known: Mapping[UUID, Contact], beside: Sequence[PlanBeside]
) -> Forecast:
    """Judge the first message to these people, and exclude those who lack a value for a placeholder."""
    plan, first = terms.plan(name, turn.business.counts_for, turn.zone), terms.steps[0]
    step = plan.steps[0]

    async def due(people: Mapping[UUID, Contact]) -> Mapping[UUID, datetime]:
        at = turn.now + step.after
        if step.at is None:
            return dict.fromkeys(people, at)
        return {who: find_next(step.at, at, zone) for who, zone in (await time_zones.of_people(turn, people)).items()}

    async def exclude(due: Mapping[UUID, datetime]) -> Mapping[UUID, str]:
        return dict.fromkeys(await _find_without_code(turn, first, due), NO_CODE)

    def before(person: UUID, at: datetime) -> Sequence[EarlierDeparture]:
        return list_sent_before((one.coming for one in beside), person, at)

    message = ForeseenMessage(
        step.channels or turn.business.channels_order, plan.programme, _template(turn, step), due, exclude, before,
        lasts=plan.latest,
    )  # fmt: skip
    found = await forecast_message(turn, message, known)
    return await _exclude_missing(turn, first, plan, found)


def _template(turn: Turn, step: Step) -> str:
    return step.plain if step.offers and step.plain and not turn.business.stores else step.template


async def _find_without_code(turn: Turn, step: PlanStep, people: Mapping[UUID, datetime]) -> Sequence[UUID]:
    """Return the people who get no code because they had a discount within 30 days.

    A text with no fallback for the code does not reach them.
    """
    if step.offer is None or not needs_code(step):
        return ()
    return tuple(await turn.unit.discounts.had_since(list(people), turn.now - ONE_DISCOUNT_PER))


async def _exclude_missing(turn: Turn, step: PlanStep, plan: Plan, found: Forecast) -> Forecast:
    """Exclude the people who lack a value for the step's own text."""
    if not step.texts:
        return found
    people = {departure.person.id for departure in found.leaving}
    filled = await load_fillings(turn, step.texts, people)
    ours = {"link": turn.business.site} | (dict.fromkeys(("code", "offer", "until"), "…") if step.offer else {})
    leaving = []
    for departure in found.leaving:
        person = departure.person
        words = nearest(step.texts, 0, person_language.of(person, turn.business), departure.to.channel).text
        called = a_name(get_first_name(person.name))
        if find_lacking(words, {**filled[person.id], **ours, "name": called}):
            found.excluded[LACKS] += 1
        else:
            leaving.append(departure)
    return Forecast(leaving, found.excluded, found.due)


def _scale_forecast(
    people: int, judged: int, seen: Forecast, alone: Collection[UUID], beside: Sequence[PlanBeside]
) -> PlanForecast:
    whole = people / max(1, judged)
    written = [departure for departure in seen.leaving if departure.person.id not in alone]
    later = Counter(departure.waits for departure in written if departure.waits)
    return PlanForecast(
        people=people,
        judged=judged,
        writes=round(len(written) * whole),
        alone=round(len(alone) * whole),
        excluded=scale(seen.excluded, whole),
        later=scale(later, whole),
        beside=sorted(find_near_plans(beside, seen.due, whole), key=lambda one: (one.at, one.name)),
    )
