"""Every rule by which something waits or is refused has words for an owner."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import flows.policy
import handlers.delivery
from handlers.actions.verdict_reasons import in_words
from handlers.engine.person_language import ENGLISH
from handlers.recovery.stats_command import list_reasons
from tests.cases import each

_FOLDERS = [Path(package.__path__[0]) for package in (flows.policy, handlers.delivery)]
_MADE = {"_refuse": 0, "_wait": 0, "Hold": 0, "Verdict": 1}  # which argument of it is the name of the rule
_ALLOWED = {"ok"}


def _rules() -> Iterator[str]:
    """The names that stand in the code; those that are made of a place have their words by how they begin."""
    for path in (path for folder in _FOLDERS for path in folder.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {ast.unparse(one.targets[0]): one.value for one in tree.body if isinstance(one, ast.Assign)}
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            place = _MADE.get(ast.unparse(call.func), len(call.args))
            for argument in call.args[place : place + 1]:
                value = named.get(ast.unparse(argument), argument)
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


RULES = sorted(set(_rules()) - _ALLOWED)


def test_the_rules_are_found() -> None:
    assert {"paused", "news", "spool", "unheard", "ask.hour", "dlt.variable", "spend.daily", "cart-48h"} <= set(RULES)


@each("rule", RULES)
def test_a_rule_has_words(rule: str) -> None:
    assert ENGLISH.say(in_words(rule)) != rule


def test_rules_of_the_same_words_are_counted_together() -> None:
    assert ENGLISH.say(list_reasons({"expired": 1, "stale": 2, "cap.FL": 1}, 2)) == "3 too late, 1 FL cap"
