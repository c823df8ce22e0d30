"""A plan's forecast in words for a chat: the number that gets something first, then the others by the reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flows.phrase import Text, phrase
from flows.plans.ready import WIN_BACK
from flows.plans.terms import PlanTerms
from handlers.forecasts.forecast import UNREACHABLE
from handlers.forecasts.telling import also_coming, excluded_line, later_lines
from handlers.plans.forecast import PlanForecast, foresee
from handlers.plans.keeping import called
from handlers.turn import Turn

_HINTS = {
    "consent.unconfirmed": "confirm",
    "consent.none": "agree",
    "consent.revoked": "stopped",
    "address.suppressed": "stopped",
    UNREACHABLE: "reach",
}
"""What a shop can do, by the reason for which most people get nothing."""


async def forecast_lines(turn: Turn, name: str, terms: PlanTerms) -> list[Text]:
    """Return the forecast lines of a plan for today; empty for a plan without a search for people."""
    found = await foresee(turn, name, terms)
    if found is None:
        return []
    return [
        phrase("plan_forecast", name=_called(name), many=Decimal(found.writes), people=Decimal(found.people)),
        excluded_line(found.excluded),
        *later_lines(found.later, turn.business.policy.marketing_distance),
        phrase("campaign_left_alone", many=found.alone) if found.alone else "",
        *also_coming(found.beside, found.people),
        phrase("campaign_judged", judged=found.judged) if found.judged < found.people else "",
        _hint(found),
    ]


def _called(name: str) -> Text:
    return phrase("plan_called_win_back") if name == WIN_BACK else called(name)


def _hint(found: PlanForecast) -> Text:
    """Return a hint for the shop if the forecast reaches no people; empty otherwise."""
    if found.writes or found.alone:
        return ""
    if not found.people:
        return phrase("plan_forecast_unasked", many=found.unasked) if found.unasked else phrase("plan_forecast_nobody")
    hint = _HINTS.get(_most(found.excluded))
    return phrase(f"plan_forecast_{hint}") if hint else ""


def _most(found: Mapping[str, int]) -> str:
    return max(found, key=lambda rule: found[rule], default="")
