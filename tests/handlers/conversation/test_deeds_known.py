"""Every kind of deed that is written is one that some undoing knows, and one alone."""

from __future__ import annotations

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

from bot.conversations import CONVERSATIONS
from flows.sourcing.order_state import Status
from handlers.audience.audience_undo import DELETED, KEPT
from handlers.campaigns.sending.campaign_control import DRAFTED, EDITED, LAUNCHED, RESUMED
from handlers.campaigns.sending.campaign_departure_checks import PAUSED
from handlers.plans.plan_changes import CHANGED, OFF, ON
from handlers.plans.plan_start import STARTED
from handlers.privacy.privacy_deeds import ALLOWED, ENDED
from handlers.sourcing.actions.order_effect_preview import FOR_GOOD
from handlers.sourcing.actions.shop_settings import ShopSetting
from handlers.sourcing.actions.weekly_restocks import RestockPlanStep
from storage.profiles.customer_tags import TAGGED, UNTAGGED

ROOT = Path(__file__).parents[3]
GIVEN = {
    "what.value": {one.value for one in ShopSetting},
    "command.step.value": {one.value for one in RestockPlanStep},
    "to.value": {Status.PACKED.value, Status.SHIPPED.value, Status.DELIVERED.value},
    "command": set(FOR_GOOD),
    "deed": {ENDED, ALLOWED},
    "kind": {KEPT, DELETED, TAGGED, UNTAGGED, DRAFTED, EDITED, LAUNCHED, PAUSED, RESUMED, ON, OFF, CHANGED, STARTED},
}
"""Which kinds an expression may be that is no constant, as it is written where the deed is noted."""


def written() -> set[str]:
    """The kinds of all deeds that handlers note."""
    kinds: set[str] = set()
    for path in (ROOT / "handlers").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if ".of(Deeds).note(" not in text:
            continue
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".of(Deeds).note"):
                kinds |= _kinds(node.args[0], vars(module))
    return kinds


def _kinds(node: ast.expr, known: dict[str, object]) -> set[str]:
    said = ast.unparse(node)
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.Name) and isinstance(known.get(node.id), str):
        return {str(known[node.id])}
    assert said in GIVEN, f"say in GIVEN which kinds of deeds {said} may be"
    return GIVEN[said]


def test_every_kind_of_deed_is_known_to_one_undoing() -> None:
    known = Counter(kind for one in CONVERSATIONS.undoing.values() for kind in one.kinds)
    assert written() - known.keys() == set(), "a deed that nobody can take back: give its kind to an Undoing"
    assert [kind for kind, many in known.items() if many > 1] == []
    assert known.keys() - written() == set(), "no deed of that kind is written any more"
