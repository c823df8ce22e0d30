"""The idioms that make docstrings, comments and documents hard to read may only become fewer.

The list is short on purpose: each idiom has a plain form (``whoever`` → a noun, ``stands in`` → ``is in``,
``is told`` → ``gets``). Docstrings, comments and documents are counted, and what users read: chat texts and errors.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IDIOMS = re.compile(
    r"\b(?:who(?:ever|mever)|whatever|whom|(?:of|by|in|to|from|at|for|with) which|befalls?|stands?|stood|"
    r"(?:is|are|was|were) told|none of (?:it|them)|what is \w+ is)\b",
    re.IGNORECASE,
)
CEILINGS = {"bot": 1, "handlers": 0, "flows": 0, "storage": 0, "templates": 0, "docs": 17}
"""How many idioms each room has. Lower a number with each text that you rewrite; raise none."""


LITERAL_CEILINGS = {"bot": 0, "handlers": 0, "flows": 0, "storage": 0, "templates": 0}
"""How many idioms the string literals of each room have: errors, ``--help``, descriptions of the API, logs."""
ENOUGH = 4
"""How many words a literal has at least to be read as a sentence."""
TEXT_CEILING = 1
"""How many idioms the English chat texts and pages have."""


@pytest.mark.parametrize("room", CEILINGS)
def test_hard_idioms_become_fewer(room: str) -> None:
    _check(room, texts(room), CEILINGS[room])


@pytest.mark.parametrize("room", LITERAL_CEILINGS)
def test_hard_idioms_in_string_literals_become_fewer(room: str) -> None:
    modules = sorted((ROOT / room).rglob("*.py"))
    read = ((path, "\n".join(literals(path.read_text(encoding="utf-8")))) for path in modules)
    _check(room, read, LITERAL_CEILINGS[room])


def test_hard_idioms_in_chat_texts_become_fewer() -> None:
    _check("templates", spoken(), TEXT_CEILING)


def _check(room: str, read: Iterable[tuple[Path, str]], ceiling: int) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {idiom}" for path, text in read for idiom in IDIOMS.findall(" ".join(text.split()))
    ]
    assert len(found) <= ceiling, (
        f"{room} has {len(found)} hard idioms, {ceiling} were allowed. Write plainly: subject first, a noun "
        "instead of “whoever”, “is” instead of “stands”:\n" + "\n".join(found[-40:])
    )


def test_an_idiom_is_found_in_a_docstring_and_a_comment() -> None:
    code = '"""Whoever stands here."""\nname = "whoever"  # what is told\n'
    assert IDIOMS.findall(" ".join(prose(code))) == ["Whoever", "stands", "is told"]


def test_an_idiom_is_found_in_a_literal_and_a_phrase() -> None:
    code = '"""Whoever."""\nraise E(f"{x} stands in {y} for good", "stands", "what is told to whom here")\n'
    assert IDIOMS.findall("\n".join(literals(code))) == ["stands", "is told", "whom"]
    assert IDIOMS.findall(_words("{% if stands %}{{ stands }}{% endif %} whoever")) == ["whoever"]


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


def literals(code: str) -> Iterator[str]:
    """The string literals of a module that are no docstrings and have ``ENOUGH`` words, values taken out."""
    tree = ast.parse(code)
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    passed |= {id(part) for one in joined for part in one.values}
    for node in ast.walk(tree):
        if id(node) not in passed and isinstance(node, ast.Constant | ast.JoinedStr):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            text = " ".join(
                str(one.value) for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
            if len(re.findall(r"[A-Za-z]{2,}", text)) >= ENOUGH:
                yield text


def spoken() -> Iterator[tuple[Path, str]]:
    """The English texts of chats and pages: phrases, messages, pages."""
    root = ROOT / "templates"
    for path in sorted(root.glob("phrases/*/*.toml")):
        yield path, "\n".join(_words(one["en"]) for one in tomllib.loads(path.read_text(encoding="utf-8")).values())
    for path in sorted([*root.glob("messages/*/en*.txt"), *root.glob("pages/*/en.toml")]):
        yield path, _words(path.read_text(encoding="utf-8"))


def _words(text: str) -> str:
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
