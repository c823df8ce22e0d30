"""The description of a plan for a chat: entry, steps, ends, tests and the forecast for today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from uuid import UUID

from flows.audience.consent_criterion import AGREED_TO_OFFERS
from flows.audience.criteria import EVERYBODY, All, Criteria
from flows.channels import SMS
from flows.experiments.experiment_arm import LETTERS, Arm
from flows.experiments.experiment_judgement import Conclusion, Judgement
from flows.phrase import Lines, Ours, Text, phrase
from flows.plan import Plan
from flows.plans.plan_terms import FIRST_ORDER, LOOKED_FOR, PlanStep, PlanTerms
from flows.plans.standard_plans import WIN_BACK
from flows.plans.step_trials import judge_arms, make_design
from flows.policy.departure_facts import House, Person, PlaceKind, ToldPlace
from flows.policy.person_places import pick_whereabouts
from flows.policy.quiet_hours import find_next_span
from flows.step_offer import ONE_DISCOUNT_PER
from handlers.audience.audience_reference import make_criteria_context
from handlers.audience.criteria_explanation import describe_conditions, describe_where
from handlers.conversation.plan_flows import draw_variant
from handlers.engine.turn import Turn
from handlers.forecasts.forecast_text import describe_also_coming, describe_excluded, describe_later
from handlers.forecasts.message_forecast import UNREACHABLE
from handlers.offers.written_amounts import name_discount
from handlers.plans.plan_changes import show_name
from handlers.plans.plan_forecast import PlanForecast, foresee
from storage.plans.plan_trials import load_trials
from storage.reports.report_scope import Scope
from templates import formats
from templates.message_values import quote_line

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_ROOM = 270  # characters for the words of all steps: a phone's screen
_PEOPLE = 60


async def describe_plan(turn: Turn, name: str, terms: PlanTerms) -> list[Text]:
    """Describe a plan in lines; the first says how many people it would write to today."""
    entry, parts = terms.entrance, _parts(terms)
    people = quote_line(terms.phrase, _PEOPLE) if terms.phrase else ""
    first = entry.event.startswith("order.") and FIRST_ORDER in parts
    enters = phrase(
        "plan_enters", name=show_name(name), by=entry.by.value, days=entry.days, people=people,
        event=phrase(f"plan_event_{entry.event.replace('.', '_')}", first=first) if entry.event else "",
        where=describe_where(entry.where, await make_criteria_context(turn)) if entry.where else "",
        agreed=AGREED_TO_OFFERS in _list_criteria(terms), command=Ours(f"/plan start {name} for Dana"),
    )  # fmt: skip
    others = [one for one in parts if not (first and one == FIRST_ORDER)]
    room = _ROOM // max(len(terms.steps), 1)
    since = accumulate(step.wait for step in terms.steps)
    steps = [_step(step, after, room) for step, after in zip(terms.steps, since, strict=True)]
    notes = [*_warn_of_night(turn, terms), *_warn_of_close_offers(terms)]
    forecast = await describe_forecast(turn, name, terms)
    return [*forecast, enters, *await _describe_only(turn, others, people), *steps, *notes, _ends(terms)]


def _parts(terms: PlanTerms) -> Sequence[Criteria]:
    """Return the conditions of a plan, except the consent (in its first line) and those that everybody meets."""
    named = {AGREED_TO_OFFERS} if terms.entrance.by in LOOKED_FOR else set()
    return [one for one in _list_criteria(terms) if one not in named and one != EVERYBODY]


def _list_criteria(terms: PlanTerms) -> Sequence[Criteria]:
    return terms.condition.of if isinstance(terms.condition, All) else (terms.condition,)


async def _describe_only(turn: Turn, parts: Sequence[Criteria], people: str) -> list[Text]:
    """Describe in Parley's words who can enter, to show how the owner's words for ``people`` were read."""
    if not parts:
        return []
    said = describe_conditions(All(tuple(parts)), await make_criteria_context(turn))
    return [phrase("plan_understood" if people else "plan_only", conditions=Lines(tuple(said), "; "))]


def _step(step: PlanStep, after: timedelta, room: int) -> Text:
    tried = (step, *step.arms)
    if len({(one.wait, one.at, one.channels) for one in tried}) > 1:
        lines = (_line([one], after - step.wait + one.wait, room // len(tried)) for one in tried)
        named = (Lines((Ours(f"{letter}:"), line), " ") for letter, line in zip(LETTERS, lines, strict=False))
        return Lines(tuple(named), " / ")
    return _line(tried, after, room)


def _line(tried: Sequence[PlanStep], after: timedelta, room: int) -> Text:
    """Format the line of a step at one time, with each of its test arms."""
    step = tried[0]
    hours = after // _HOUR if after % _DAY else 0
    ways = Ours(", ".join(formats.channel(one) for one in step.channels))
    at = Ours(f"{step.at:%H:%M}") if step.at else ""
    when = phrase("plan_step_at", hours=hours, day=after // _DAY, at=at)
    one_offer = {one.offer for one in tried} == {step.offer}
    offer = name_discount(step.offer) if step.offer and one_offer else ""
    told = [_words(one, room // len(tried)) for one in tried]
    if not one_offer:
        told = [_add_offer(one, words) for one, words in zip(tried, told, strict=True)]
    return phrase("plan_step_line", when=when, offer=offer, ways=ways, words=Lines(tuple(told), " / "))


def _warn_of_night(turn: Turn, terms: PlanTerms) -> list[Text]:
    """Warn of steps whose time of day the law forbids at the shop, each with the time used instead."""
    here, zone = House(turn.business.country, turn.business.timezone), turn.business.timezone
    where = pick_whereabouts(Person(places=(ToldPlace(PlaceKind.ZONE, timezone=zone),)), here)
    lines: dict[time, Text] = {}
    for step in (one for each in terms.steps for one in (each, *each.arms)):
        channel = step.channels[0] if step.channels else SMS.name
        if step.at is None or step.at in lines:
            continue
        moment = datetime.combine(turn.today, step.at, turn.zone).astimezone(UTC)
        span = find_next_span(where, channel, moment)
        if span is not None and span[0] > moment:
            opens = span[0].astimezone(turn.zone)
            said = {"at": Ours(f"{step.at:%H:%M}"), "opens": Ours(f"{opens:%H:%M}")}
            lines[step.at] = phrase("plan_step_at_night", **said)
    return list(lines.values())


def _warn_of_close_offers(terms: PlanTerms) -> list[Text]:
    """Warn of steps whose offer follows another so soon that the recipients get none."""
    since = accumulate(step.wait for step in terms.steps)
    offered = [
        (after, after + max(one.wait for one in (step, *step.arms) if one.offer) - step.wait)
        for step, after in zip(terms.steps, since, strict=True)
        if any(one.offer for one in (step, *step.arms))
    ]
    soon = [later for (_, before), (later, _) in pairwise(offered) if later - before < ONE_DISCOUNT_PER]
    days = Ours(", ".join(str(after // _DAY) for after in soon))
    return [phrase("plan_offers_soon", days=days, span=ONE_DISCOUNT_PER // _DAY)] if soon else []


def _add_offer(step: PlanStep, words: Text) -> Text:
    """Add its offer to the text of a test arm, if the arms' offers differ."""
    return phrase("plan_step_way", words=words, offer=name_discount(step.offer)) if step.offer else words


def _words(step: PlanStep, room: int) -> Text:
    """Return the text of a step, or the name of its ready-made text."""
    if step.texts:
        return Ours(f"“{quote_line(step.texts[0].text, max(room, 30))}”")
    return phrase("plan_step_ready", name=show_name(step.template))


def _ends(terms: PlanTerms) -> Text:
    reasons = [phrase(f"plan_exit_{one}") for one in ("bought", "replied", "left") if one in terms.exits]
    items = [phrase("plan_exit_item", item=quote_line(one, _PEOPLE)) for one in sorted(terms.items)]
    every = Lines((*items, *reasons, phrase("plan_exit_stop")), ", ")
    return phrase("plan_ends", exits=every, rest=terms.rest // _DAY, alone=round(terms.holdout * 100))


async def describe_trials(turn: Turn, plan: Plan, kept: tuple[UUID, int] | None = None) -> list[Text]:
    """Describe each tested step of a plan in a line; ``kept`` is the id and version of a stored plan."""
    if not plan.tries:
        return []
    scope = Scope(turn.unit, turn.tenant, None, None, turn.now, plan.name, plan)
    found = await load_trials(scope, plan, turn.draw, lambda who: draw_variant(turn, plan, who), kept)
    return [line(plan.name, step, arms, timed=plan.steps[step - 1].tries_times) for step, arms in found.items()]


def line(name: str, step: int, arms: tuple[Arm, ...], *, timed: bool = False) -> Text:
    """Format the people and buyers of each arm, called A, B and so on, and whether one has won. If arms are ``timed``
    differently, say that people count once the time of both has passed."""
    said = judge_arms(arms)
    parts = tuple(
        phrase("plan_arm", arm=Ours(LETTERS[place]), won=Decimal(arm.successes), people=Decimal(arm.people))
        for place, arm in enumerate(arms)
    )
    end = Lines((_end(said, arms), *([phrase("plan_trial_timed")] if timed else [])), " ")
    return phrase("plan_trial", name=name.replace("_", " "), step=step, arms=Lines(parts, ", "), end=end)


def _end(said: Judgement, arms: tuple[Arm, ...]) -> Text:
    """Say which arm has won, how many more people are needed, or that there is no difference after everybody."""
    if said.conclusion is Conclusion.WINNER and said.leader is not None:
        return phrase("plan_trial_won", arm=Ours(LETTERS[said.leader]))
    people = Decimal(make_design(len(arms)).people)
    if not said.more:
        return phrase("plan_trial_even", people=people)
    return phrase("plan_trial_open", more=Decimal(said.more), people=people)


_HINTS = {
    "consent.unconfirmed": "confirm",
    "consent.none": "agree",
    "consent.revoked": "stopped",
    "address.suppressed": "stopped",
    UNREACHABLE: "reach",
}
"""The advice to a shop, by the most frequent reason for not reaching people."""


async def describe_forecast(turn: Turn, name: str, terms: PlanTerms) -> list[Text]:
    """Format the forecast of a plan for today; empty if it does not search for people."""
    found = await foresee(turn, name, terms)
    if found is None:
        return []
    return [
        phrase("plan_forecast", name=_name_plan(name), many=Decimal(found.writes), people=Decimal(found.people)),
        describe_excluded(found.excluded),
        *describe_later(found.later, turn.business.policy.marketing_distance),
        phrase("campaign_left_alone", many=found.alone) if found.alone else "",
        *describe_also_coming(found.beside, found.people),
        phrase("campaign_judged", judged=found.judged) if found.judged < found.people else "",
        _hint(found),
    ]


def _name_plan(name: str) -> Text:
    return phrase("plan_called_win_back") if name == WIN_BACK else show_name(name)


def _hint(found: PlanForecast) -> Text:
    """Return a hint for the shop if the forecast reaches nobody; empty otherwise."""
    if found.writes or found.alone:
        return ""
    if not found.people:
        return phrase("plan_forecast_unasked", many=found.unasked) if found.unasked else phrase("plan_forecast_nobody")
    hint = _HINTS.get(_find_most(found.excluded))
    return phrase(f"plan_forecast_{hint}") if hint else ""


def _find_most(found: Mapping[str, int]) -> str:
    return max(found, key=lambda rule: found[rule], default="")
