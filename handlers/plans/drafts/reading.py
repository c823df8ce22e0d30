"""A plan as /plan new and /plan edit are told of it, part by part, and the question for what is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta

from flows.audience.agreed import AGREED_TO_OFFERS
from flows.audience.criteria import EVERYBODY, All, Criteria
from flows.campaigns.texts import LONGEST_WORDS, UnknownPlace, places_of, says_nothing, variants_of
from flows.phrase import Lines, Ours, Text, phrase
from flows.plans.document import BadPlan
from flows.plans.offer import MOST_PERCENT, PlanOffer
from flows.plans.reading import MOST_STEPS, read_terms, write_terms
from flows.plans.terms import (
    FIRST_ORDER,
    LOOKED_FOR,
    Entrance,
    EntryBy,
    PlanStep,
    PlanTerms,
)
from flows.shop_offers import WrongOffer
from handlers.actions.action import Refused
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.audience import called as audiences
from handlers.campaigns.drafts.told import said, worded
from handlers.plans.checking import fitted
from handlers.plans.drafts.heads import WantedStep
from handlers.plans.drafts.wanted import WantedPlan, read_wanted
from handlers.plans.keeping import check_name
from handlers.plans.named import name_of, plan_called, unknown
from handlers.turn import Turn
from templates.ready_words import ready_names
from templates.values import quoted

SHORT = 40
"""Characters of what is quoted."""
HOLDOUT, REST = 0.1, timedelta(days=90)
"""The share that a plan leaves alone, and how long people rest after it, where nobody says otherwise."""
_STEP = re.compile(r"steps\[(\d+)\]")
_MORNING = time(11)
"""When a step leaves, where the person is, of which only the day is said."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan by its name, with the terms as JSON; ``version`` is the one that was read, 0 of a new plan."""

    name: str
    terms: str
    version: int = 0


class _Unfit(Exception):
    """A part of a plan that cannot be; the ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


async def read_new(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """All parts of a new plan, or a question for the first that is missing or unclear."""
    wanted = _wanted(asked)
    if isinstance(wanted, Reply) or not wanted.name:
        return wanted if isinstance(wanted, Reply) else Missing()
    try:
        name = name_of(wanted.name)
        await check_name(asked.turn, name)
        criteria = await _people(asked.turn, wanted) if wanted.people else None
    except Refused as refused:
        return _refused(refused.text)
    except _Unfit as unfit:
        return replace(_refused(unfit.text), asks=("new", *wanted.name.split(), "to"))
    if wanted.entrance is None:
        return replace(Reply(phrase("plan_whom", name=wanted.name)), asks=("new", *wanted.name.split(), "to"))
    if not wanted.steps:
        return replace(Reply(_ask_steps(), written=True), asks=("new", *wanted.head.split(), ":"))
    holdout = 0.0 if wanted.entrance.by is EntryBy.HAND else HOLDOUT
    blank = PlanTerms(name, wanted.entrance, (), exits=frozenset({"bought", "replied"}), holdout=holdout, rest=REST)
    return await _found(asked.turn, PlanDraft(name, ""), blank, wanted, criteria)


async def read_edit(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """What is to be changed of which plan."""
    wanted = _wanted(asked)
    if isinstance(wanted, Reply) or not wanted.name:
        return wanted if isinstance(wanted, Reply) else Missing()
    kept = await plan_called(asked.turn, wanted.name.split())
    if kept is None:
        return await unknown(asked.turn, wanted.name, "edit", None)
    try:
        criteria = await _people(asked.turn, wanted) if wanted.people else None
    except _Unfit as unfit:
        return _refused(unfit.text)
    if wanted == WantedPlan(wanted.name, head=wanted.head):
        return Reply(phrase("plan_edit_how", name=wanted.name), asks=("edit", *wanted.name.split()))
    return await _found(asked.turn, PlanDraft(kept.name, "", kept.version), kept.terms, wanted, criteria)


async def _found(
    turn: Turn, draft: PlanDraft, before: PlanTerms, wanted: WantedPlan, criteria: Criteria | None
) -> Found | Reply:
    """The terms as changed by what was said, checked; or why they cannot be."""
    try:
        terms = _on(turn, before, wanted, criteria)
        read_terms(write_terms(terms))
        await fitted(turn, terms)
    except _Unfit as unfit:
        return _refused(unfit.text)
    except BadPlan as wrong:
        named = _STEP.match(wrong.path)
        why = Ours(wrong.problem if named else f"{wrong.path.rpartition('.')[2]} {wrong.problem}")
        return _refused(phrase("plan_terms_wrong", step=int(named[1]) + 1 if named else 0, why=why))
    return Found(replace(draft, terms=json.dumps(write_terms(terms), ensure_ascii=False)))


def _wanted(asked: Asked) -> WantedPlan | Reply:
    """The parts of what was said, or why one of them is none."""
    turn = asked.turn
    try:
        wanted = read_wanted(said(asked), turn.now, turn.zone, turn.business.currency)
    except WrongOffer as wrong:
        return _refused(phrase(wrong.why.value, **wrong.values))
    if wanted.unread:
        return _refused(phrase("plan_until_unread", words=quoted(wanted.unread, SHORT)))
    return wanted


def _refused(text: Text) -> Reply:
    return Reply(text, asks=(), refused=True)


def _ask_steps() -> Text:
    return Lines((phrase("plan_steps_ask"), phrase("plan_words_ready", names=Ours(" · ".join(ready_names())))))


async def _people(turn: Turn, wanted: WantedPlan) -> Criteria:
    """Whoever is meant. Raises _Unfit."""
    found = await audiences.meant(turn, wanted.people)
    if found is None:
        raise _Unfit(phrase("plan_people_unread", people=quoted(wanted.people, SHORT)))
    return found


def _on(turn: Turn, before: PlanTerms, wanted: WantedPlan, criteria: Criteria | None) -> PlanTerms:
    """The terms as changed by what was said. Raises _Unfit."""
    terms = before
    if wanted.entrance is not None:
        terms = replace(
            terms,
            entrance=wanted.entrance,
            condition=_condition(wanted, wanted.entrance, criteria),
            phrase=wanted.people,
        )
    if wanted.steps:
        terms = replace(terms, steps=_steps(turn, terms.entrance, wanted.steps))
    if wanted.exits is not None:
        terms = replace(terms, exits=wanted.exits, items=wanted.items)
    holdout = terms.holdout if wanted.holdout is None else wanted.holdout
    if holdout > 0.5:
        raise _Unfit(phrase("plan_holdout_large"))
    return replace(terms, holdout=holdout, rest=terms.rest if wanted.rest is None else wanted.rest)


def _condition(wanted: WantedPlan, entrance: Entrance, criteria: Criteria | None) -> Criteria:
    """The condition of the plan: consent to offers is part of it where people are looked for."""
    parts = [criteria] if criteria is not None and criteria != EVERYBODY else []
    parts += [FIRST_ORDER] if wanted.first else []
    parts += [AGREED_TO_OFFERS] if entrance.by in LOOKED_FOR else []
    return parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else EVERYBODY


def _steps(turn: Turn, entrance: Entrance, wanted: Sequence[WantedStep]) -> tuple[PlanStep, ...]:
    if len(wanted) > MOST_STEPS:
        raise _Unfit(phrase("plan_steps_many", most=MOST_STEPS))
    steps, before, end = [], timedelta(0), timedelta(0)
    for place, one in enumerate(wanted, 1):
        first, *others = _timed(place, one, end)
        step, *arms = (_step(turn, entrance, place, arm, _after(arm) - before) for arm in (first, *others))
        if arms and any(arm.arms for arm in (step, *arms)):
            raise _Unfit(phrase("plan_step_unread", step=place, words=quoted(one.words, SHORT)))
        steps.append(replace(step, arms=tuple(arms) or step.arms))
        before, end = _after(first), max(map(_after, (first, *others)))
    return tuple(steps)


def _timed(place: int, step: WantedStep, end: timedelta) -> list[WantedStep]:
    """A step and the arms that are tried in its place, each with how long after the entry it leaves: behind the ``end``
    of the step before. Raises _Unfit."""
    found = []
    for one in (step, *step.arms):
        if one.unread:
            raise _Unfit(phrase("plan_step_unread", step=place, words=quoted(one.unread, SHORT)))
        after = step.after if one.after is None else one.after
        after = timedelta(0) if after is None and place == 1 else after
        if after is None:
            raise _Unfit(phrase("plan_step_when", step=place))
        if place > 1 and after <= end:
            raise _Unfit(phrase("plan_step_order", step=place))
        found.append(replace(one, after=after))
    return found


def _after(step: WantedStep) -> timedelta:
    return step.after or timedelta(0)


def _step(turn: Turn, entrance: Entrance, place: int, one: WantedStep, wait: timedelta) -> PlanStep:
    texts = worded(turn, one.words) if one.words else ()
    many = max((len(text.text) for text in texts), default=0)
    if not many or any(says_nothing(text.text) for text in texts):
        raise _Unfit(phrase("plan_step_words", step=place))
    if many > LONGEST_WORDS:
        raise _Unfit(phrase("plan_step_long", step=place, many=many, most=LONGEST_WORDS))
    try:
        for text in texts:
            places_of(text.text)
    except UnknownPlace as unknown_place:
        raise _Unfit(phrase("plan_terms_wrong", step=0, why=Ours(str(unknown_place)))) from None
    whole = not (one.after or timedelta(0)) % _DAY
    at_once = not one.after and entrance.by not in LOOKED_FOR
    at = one.at or (_MORNING if whole and not at_once else None)
    ways = tuple(tuple(text for text in texts if text.variant == variant) for variant in variants_of(texts))
    step, *arms = (PlanStep(wait, texts=way, offer=_offer(one), at=at, channels=one.channels) for way in ways)
    return replace(step, arms=tuple(arms))


def _offer(one: WantedStep) -> PlanOffer | None:
    if one.offer is None:
        return None
    if (one.offer.percent or 0) > MOST_PERCENT:
        raise _Unfit(phrase("plan_offer_unfit", most=MOST_PERCENT))
    return PlanOffer(one.offer.percent, max(one.offer.valid_for // _DAY, 1), one.offer.amount)
