"""The audience of a promotion as simple choices of a form, and as criteria."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flows.audience.audience_facts import PROMOTION_FACTS
from flows.audience.criteria import All, Compared, Criteria
from flows.audience.criteria_json import BadCriteria, dump_criteria, load_criteria
from flows.name_folding import fold_name
from flows.promotions.size_evidence import COLOUR_REASONS, SIZE_REASONS

REASONS = {"size": SIZE_REASONS, "colour": COLOUR_REASONS}
"""The reasons of a return that can be chosen, each with the codes that shops use for it."""
_CUSTOMERS, _REASON = "return.returning_customer", "return.reason"
_WORDS = {"categories": "return.category", "cities": "return.city"}


@dataclass(frozen=True, slots=True)
class AudienceChoices:
    """The choices; all of them must hold, and an empty one is for everyone.

    ``customers`` is "yes" for returning customers and "no" for new ones. Any of the ``reasons`` (of ``REASONS``), of
    the ``categories`` and of the ``cities`` is enough.
    """

    customers: str = ""
    reasons: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()


def write_choices(choices: AudienceChoices) -> str:
    """Return the criteria of choices as JSON, "" for everyone."""
    codes = {code for reason in choices.reasons for code in _list_codes(reason)}
    asked: list[Criteria] = []
    if choices.customers:
        asked.append(Compared(_CUSTOMERS, "=", choices.customers))
    if codes:
        asked.append(Compared(_REASON, "in", tuple(sorted(codes))))
    for name, fact in _WORDS.items():
        if words := {fold_name(one) for one in getattr(choices, name)}:
            asked.append(Compared(fact, "in", tuple(sorted(words))))
    return dump_criteria(All(tuple(asked))) if asked else ""


def read_choices(audience: str) -> AudienceChoices | None:
    """Return the choices of stored criteria; None for criteria beyond the choices."""
    if not audience:
        return AudienceChoices()
    try:
        criteria = load_criteria(audience, PROMOTION_FACTS)
    except (BadCriteria, json.JSONDecodeError):
        return None
    asked = criteria.of if isinstance(criteria, All) else (criteria,)
    found = {one.fact: one.values for one in asked if isinstance(one, Compared)}
    told = set(found.get(_REASON, ()))
    choices = AudienceChoices(
        "".join(map(str, found.get(_CUSTOMERS, ()))),
        tuple(reason for reason in REASONS if _list_codes(reason) <= told),
        *(tuple(map(str, found.get(fact, ()))) for fact in _WORDS.values()),
    )
    written = write_choices(choices)
    return choices if written and load_criteria(written, PROMOTION_FACTS) == All(asked) else None


def _list_codes(reason: str) -> set[str]:
    """Return the codes of a reason in each spelling that is compared differently, as wrong_size and wrong size."""
    return {code.replace("_", between) for code in REASONS[reason] for between in "_ -"}
