"""Names and docstrings of the rooms: a class name stands once in a room, and docstrings name what they speak of."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.cases import each

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "flows", "storage", "templates")
# How many docstrings of each room are riddles. Lower a number with the riddles that you rewrite; raise none.
RIDDLES = {"bot": 0, "handlers": 0, "flows": 0, "storage": 0, "templates": 0}
# How many functions of each room begin with a participle, as `told` does. Lower a number with the names; raise none.
PARTICIPLES = {"bot": 1, "handlers": 0, "flows": 0, "storage": 0, "templates": 0}
_IRREGULAR = re.compile(
    "begun|bought|bound|brought|built|caught|chosen|done|drawn|driven|foretold|found|given|gone|grown|heard|held|hidden|"
    "kept|known|laid|led|left|lost|made|meant|met|paid|said|seen|sent|shown|sold|sought|spent|spoken|stood|taken|taught|"
    "thought|told|undone|unheard|unknown|unpaid|unread|unseen|unsent|untold|went|withdrawn|withheld|won|worn|wrote|written"
)
_VERBS = frozenset({"embed", "exceed", "feed", "need", "proceed", "seed", "shed", "speed", "succeed"})
_PRONOUNS = frozenset({"it", "its", "itself", "they", "them", "their", "theirs", "those"}) | {
    *("what", "who", "whom", "whose", "somebody", "someone", "nobody", "anybody"),
    *("something", "nothing", "anything", "everything", "everybody"),
}
_SHORT = 8  # words: a docstring below that leaves its noun to the name that it stands under
_SHARE = 5  # one word in so many is a pronoun: then the reader has to guess what is meant
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("room", ROOMS)
def test_a_class_name_stands_once_in_a_room(room: str) -> None:
    places = defaultdict[str, list[str]](list)
    for path, node in nodes(ROOT / room):
        if isinstance(node, ast.ClassDef):
            places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    twice = [f"{name} in {' and '.join(found)}" for name, found in places.items() if len(found) > 1]
    assert twice == [], (
        f"two classes of {room} have one name: {'; '.join(twice)}. Call each by its own word of the glossary in "
        "docs/architecture.md, or let one import the other where both are the same thing"
    )


def test_a_file_name_is_shared_by_three_modules_at_most() -> None:
    usual = {"__init__", "routes", "commands", "conversation"}
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts]
    names = Counter(path.stem for path in modules)
    shared = sorted(name for name, many in names.items() if many > 3 and name not in usual)
    assert shared == [], f"more than three modules are called {shared}: name each by what is inside"


def test_a_class_name_is_defined_once_in_all_rooms() -> None:
    names = Counter(node.name for room in ROOMS for _, node in nodes(ROOT / room) if isinstance(node, ast.ClassDef))
    twice = sorted(name for name, many in names.items() if many > 1 and not name.startswith("_"))
    assert twice == [], f"two classes are called {twice}: give one a name of its own"


def test_the_glossary_has_one_line_a_word_and_the_code_uses_each_word() -> None:
    lines = (ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines()
    start = lines.index("## Glossary")
    rows = lines[start + 4 : lines.index("", start + 4)]
    words = [row.split("|")[1].strip() for row in rows]
    assert words == sorted(set(words)), "the glossary has one line a word, in order"
    names = " ".join(str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    names += " ".join(node.name for room in ROOMS for _, node in nodes(ROOT / room) if isinstance(node, ast.ClassDef))
    plain = re.sub(r"[^a-z]", "", names.casefold())
    unused = [word for word in words if word.replace(" ", "") not in plain]
    assert unused == [], f"no module and no class is named by these words of the glossary: {unused}"


@pytest.mark.parametrize("room", ROOMS)
def test_docstrings_that_leave_their_noun_out_grow_no_more(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}: {counted(text)}: {' '.join(text.split())}"
        for path, node in nodes(ROOT / room)
        if is_riddle(text := ast.get_docstring(node) or "")
    ]
    assert len(found) <= RIDDLES[room], (
        f"{len(found)} docstrings of {room} are riddles, {RIDDLES[room]} were: of {_SHORT} words or more a fifth are "
        "pronouns. Let the one that you wrote begin with a noun of the glossary in docs/architecture.md, and use a "
        "pronoun for nothing but that noun:\n" + "\n".join(found)
    )


@pytest.mark.parametrize(
    ("text", "riddle"),
    [
        pytest.param("What it is for those who never had it before.", True, id="nothing but pronouns"),
        pytest.param("The consent of an address that never had one before.", False, id="a noun for each"),
        pytest.param("A message whose address was suppressed before it left.", True, id="two of nine"),
        pytest.param("A message whose address was suppressed before the departure.", False, id="one of nine"),
        pytest.param("What those who ``know`` it say.", False, id="short"),
        pytest.param("", False, id="none"),
    ],
)
def test_a_riddle_is_a_docstring_with_many_pronouns(text: str, riddle: bool) -> None:
    assert is_riddle(text) == riddle


def test_a_riddle_is_told_with_its_pronouns() -> None:
    assert counted("What ``it`` is for those who never had it.") == "4 pronouns in 9 words (what, those, who, it)"


@each("room", ROOMS)
def test_functions_that_begin_with_a_participle_grow_no_more(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for path, node in nodes(ROOT / room)
        if isinstance(node, _Function) and is_participle(node.name) and not is_attribute(node)
    ]
    assert len(found) <= PARTICIPLES[room], (
        f"{len(found)} functions of {room} begin with a participle, {PARTICIPLES[room]} did: call yours by a verb "
        "(find_, list_, count_, describe_, is_):\n" + "\n".join(found)
    )


@each(
    ("name", "participle"),
    [("told", True), ("_named_in", True), ("kept_by", True), ("tell", False), ("needs", False), ("feed", False)],
)
def test_a_participle_is_told_from_a_verb(name: str, participle: bool) -> None:
    assert is_participle(name) == participle


@each("page", sorted((ROOT / "docs" / "adding").glob("*.md")), ids=lambda page: page.name)
def test_each_page_that_says_how_to_add_something_runs_these_tests(page: Path) -> None:
    said = page.read_text(encoding="utf-8")
    assert "make try ARGS=" in said, f"docs/adding/{page.name}: its commands leave out make try, which reads your words"


def nodes(room: Path) -> Iterator[tuple[Path, _Documented]]:
    """Yield the modules, classes and functions of a room, each with its file."""
    for path in sorted(room.rglob("*.py")):
        yield from ((path, node) for node in documented(path))


@cache
def documented(path: Path) -> Sequence[_Documented]:
    """Return the module, classes and functions of a file, each with its docstring as its body."""
    found = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, _Documented)]
    for node in found:
        node.body = node.body[:1]
    return found


def is_riddle(docstring: str) -> bool:
    """Whether a fifth or more of a docstring's words are pronouns; code between backticks is one word."""
    words = words_of(docstring)
    return len(words) >= _SHORT and len(pronouns(words)) * _SHARE >= len(words)


def counted(docstring: str) -> str:
    """How many pronouns in how many words, and which."""
    words = words_of(docstring)
    return f"{len(pronouns(words))} pronouns in {len(words)} words ({', '.join(pronouns(words))})"


def words_of(docstring: str) -> list[str]:
    return re.findall(r"[a-z']+", re.sub(r"``[^`]*``", "code", docstring).lower())


def pronouns(words: list[str]) -> list[str]:
    return [word for word in words if word in _PRONOUNS]


def is_participle(name: str) -> bool:
    """Return True if the first word of a function's name is a participle or a past tense."""
    word = name.strip("_").split("_")[0]
    return _IRREGULAR.fullmatch(word) is not None or (word.endswith("ed") and word not in _VERBS)


def is_attribute(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return True for a property: it reads as an attribute, whose name is no verb."""
    return any("property" in ast.unparse(decorator) for decorator in function.decorator_list)
