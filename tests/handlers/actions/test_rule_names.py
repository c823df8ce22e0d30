"""Every rule that holds a message back has words of its own, in each language of the staff."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from handlers.actions.verdict_reasons import in_words
from tests.cases import each

ROOT = Path(__file__).parents[3]
_PLACES = {"_refuse": 0, "_wait": 0, "Hold": 0, "Verdict": 1}  # where a call names its rule


def _rules() -> Iterator[str]:
    """The names in the code that judges, and where others write verdicts."""
    for room in ("flows/policy", "handlers"):
        for file in sorted((ROOT / room).rglob("*.py")):
            source = file.read_text()
            if not any(f"{name}(" in source for name in _PLACES):
                continue
            known = vars(importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts)))
            for call in ast.walk(ast.parse(source)):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in _PLACES:
                    yield from _name(call, known)


def _name(call: ast.Call, known: dict[str, object]) -> Iterator[str]:
    place = _PLACES[ast.unparse(call.func)]
    named = call.args[place] if len(call.args) > place else None
    if isinstance(named, ast.Constant):
        yield str(named.value)
    elif isinstance(named, ast.Name) and isinstance(known.get(named.id), str):
        yield str(known[named.id])


RULES = sorted(set(_rules()) - {"ok"})


@each("rule", [*RULES, "cap.LA", "closed.LA", "quiet-hours.LA", "cap.business", "preference.often", "closed-day"])
def test_a_rule_has_words(rule: str) -> None:
    assert in_words(rule).name != "rule_named", (
        f"the staff reads {rule!r} in every language: give it words (templates/phrases/core/rules.toml, "
        "handlers/actions/verdict_reasons.py)"
    )


def test_the_rules_are_found() -> None:
    assert {"holdout", "paused", "no-sender", "spend.daily", "ask.hour", "whatsapp-window", "stop-asked"} <= set(RULES)
