"""What the page says of what comes next: each thing that a conversation waits for has words of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import flows
from bot.simulator.showing import COMING

ROOT = Path(flows.__file__).parent
PLANS = {"sequence.py": "recovery"}
"""The engine of plans waits in the name of each of them."""


def test_whatever_is_waited_for_is_named() -> None:
    waits = set(waited_for())
    assert ("sourcing", "wave") in waits, "the flows are read"
    assert waits <= {key for key in COMING if key != (None, None)}
    assert all("{who}" in text for text in COMING.values())


def waited_for() -> Iterator[tuple[str, str]]:
    """Flow and name of every wait with a time, out of the flows' own text."""
    for path in sorted(ROOT.rglob("*.py")):
        flow = PLANS.get(path.name) or name_of(path) or name_of(path.with_name("flow.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if flow is not None and isinstance(node, ast.Call) and ast.unparse(node.func) == "Wait" and is_timed(node):
                yield flow, str(ast.literal_eval(node.args[0]))


def is_timed(wait: ast.Call) -> bool:
    named = bool(wait.args) and isinstance(wait.args[0], ast.Constant)
    return named and not (len(wait.args) > 1 and ast.unparse(wait.args[1]) == "None")


def name_of(path: Path) -> str | None:
    if not path.exists():
        return None
    for line in ast.parse(path.read_text("utf-8")).body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "NAME":
            return str(ast.literal_eval(line.value))
    return None
