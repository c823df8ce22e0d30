"""The table of rules is of this tree: each stands there once, and is broken into something that Python can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.breaking.rules import ROOMS, Lost, Rule, place_of, read_modules, read_rules

ROOT = Path(__file__).parents[2]
RULES = read_rules()


def test_each_rule_stands_in_one_module_and_breaks_into_code() -> None:
    modules = read_modules(ROOT)
    for rule in RULES:
        place = place_of(rule, modules)
        assert place.broken != place.sound
        compile(place.broken, str(place.module), "exec")


def test_there_are_rules_in_all_rooms() -> None:
    modules = read_modules(ROOT)
    assert len({rule.name for rule in RULES}) == 111
    assert {place_of(rule, modules).module.parts[0] for rule in RULES} == set(ROOMS)


def test_a_rule_whose_code_was_reworded_is_told() -> None:
    with pytest.raises(Lost, match="stands in no module"):
        place_of(Rule("nobody reads this", (("no such code", "nor this"),)), {Path("bot/a.py"): "code"})
    with pytest.raises(Lost, match=r"stands in bot/a\.py, bot/b\.py"):
        place_of(Rule("twice", (("code", "no"),)), {Path("bot/a.py"): "code", Path("bot/b.py"): "code"})


def test_any_wording_that_a_rule_had_is_found() -> None:
    rule = Rule("reworded", (("new", "broken"), ("old", "broken")))
    assert place_of(rule, {Path("bot/a.py"): "the old one"}).broken == "the broken one"
