"""`python -m tests.breaking`: breaks each rule of the table by itself and says which test notices it."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.breaking.rules import Lost, Rule, place_of, read_modules, read_rules
from tests.breaking.trial import NEAR, STAGES, Caught, Trial, copy_tree

_HERE = Path(__file__).parents[2]


def main(arguments: Sequence[str]) -> int:
    """Break what is asked for; 1 where a rule cannot be found in the tree."""
    asked = _read(arguments)
    rules = [rule for rule in read_rules() if not asked.only or any(word in rule.name for word in asked.only)]
    with tempfile.TemporaryDirectory(prefix="parley-breaking-") as folder:
        copy_tree(asked.tree, Path(folder))
        trial = Trial(Path(folder), asked.jobs)
        found = list(_tried(trial, rules, STAGES[:1] if asked.near else STAGES))
    caught, lost = sum(one is not None for one in found), len(rules) - len(found)
    print(
        f"{caught} of {len(rules)} rules are noticed when they break" + (f", {lost} were not found." if lost else ".")
    )
    for test in sorted(trial.unsound):
        print(f"fails whether a rule is broken or not: {test}")
    return 1 if lost else 0


def _tried(trial: Trial, rules: Sequence[Rule], stages: Sequence[str]) -> Iterator[Caught | None]:
    """What came of each rule that stands in the tree, told as it comes."""
    modules = read_modules(trial.copy)
    for rule in rules:
        started = time.monotonic()
        try:
            place = place_of(rule, modules)
        except Lost as lost:
            print(f"LOST     {lost}", flush=True)
            continue
        caught = trial.run(place, stages)
        told = f"caught   {rule.name}: {caught.test} ({caught.stage})" if caught else f"UNSEEN   {rule.name}"
        print(f"{told}, {time.monotonic() - started:.0f} s", flush=True)
        yield caught


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.breaking", description=__doc__)
    parser.add_argument("--tree", type=Path, default=_HERE, help="the checkout whose rules and tests are tried (this)")
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="rules whose name holds this")
    parser.add_argument(f"--{NEAR}", action="store_true", help="run the tests nearest to the broken module alone")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes run tests (2)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
