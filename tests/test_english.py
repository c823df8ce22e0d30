"""The idioms that make docstrings, comments and documents hard to read may only become fewer.

The list is short on purpose: each idiom has a plain form (``whoever`` → a noun, ``stands in`` → ``is in``,
``is told`` → ``gets``). Texts that people read in chats are checked by tests/templates.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IDIOMS = re.compile(
    r"\b(?:who(?:ever|mever)|whatever|whom|(?:of|by|in|to|from|at|for|with) which|befalls?|stands?|stood|"
    r"(?:is|are|was|were) told|none of (?:it|them)|what is \w+ is)\b",
    re.IGNORECASE,
)
CEILINGS = {"bot": 1, "handlers": 4, "flows": 0, "storage": 0, "templates": 0, "docs": 20}
"""How many idioms each room has. Lower a number with each text that you rewrite; raise none."""


@pytest.mark.parametrize("room", CEILINGS)
def test_hard_idioms_become_fewer(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {idiom}"
        for path, text in texts(room)
        for idiom in IDIOMS.findall(" ".join(text.split()))
    ]
    assert len(found) <= CEILINGS[room], (
        f"{room} has {len(found)} hard idioms, {CEILINGS[room]} were allowed. Write plainly: subject first, a noun "
        "instead of “whoever”, “is” instead of “stands”:\n" + "\n".join(found[-40:])
    )


def test_an_idiom_is_found_in_a_docstring_and_a_comment() -> None:
    code = '"""Whoever stands here."""\nname = "whoever"  # what is told\n'
    assert IDIOMS.findall(" ".join(prose(code))) == ["Whoever", "stands", "is told"]


def texts(room: str) -> Iterator[tuple[Path, str]]:
    """Every file of a room with the prose in it."""
    if room == "docs":
        pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        yield from ((page, page.read_text(encoding="utf-8")) for page in pages)
    for path in sorted((ROOT / room).rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        if IDIOMS.search(" ".join(code.replace("#", " ").split())):  # most files have none, and parsing takes long
            yield path, "\n".join(prose(code))


def prose(code: str) -> Iterator[str]:
    """The docstrings and comments of a module."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
