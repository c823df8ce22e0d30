"""Documents, docstrings and comments name code that exists: files, and the functions and classes in them."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.cases import each

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "flows", "storage", "templates")
PAGES = sorted(
    {ROOT / "README.md", *(ROOT / "docs").rglob("*.md")}
    | {page for room in (*ROOMS, "tests") for page in (ROOT / room).rglob("README.md")}
)
_ROOM_PAGES = [ROOT / room / "README.md" for room in ("bot", "handlers", "storage", "flows/sourcing")]
GUIDES = [*(page for page in PAGES if page.parent.name == "adding"), *_ROOM_PAGES]
"""Pages for developers: their quoted calls and words with an underscore are of our code."""
_FENCE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
_QUOTED = re.compile(r"`([^`\n]+)`")
_NAME = r"\w+(?:\.\w+)?"
_FILE = re.compile(rf"(?<![\w/.<>*-])((?:\w+/)*\w+\.py)\b(?: *: ({_NAME}(?:, {_NAME})*))?")
_FOLDER = re.compile(rf"(?<![\w/.:])((?:{'|'.join(ROOMS)})(?:/\w+)+)(?![\w/<*]|\.\w|-\w)")
_DOTTED = re.compile(r"(?<![\w/.@\"'])([a-z]\w*(?:\.[a-z]\w*)*)\.([A-Z]\w*\.\w+|\w+)(?![\w/(=]|\.\w)")
_CALL = re.compile(r"(?<![\w.<])(?:\w+\.)*(\w+)\(")
_WORD = re.compile(r"(?:\w+\.)*([a-z]+_\w*[a-z])")
_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
"""Where a node of a syntax tree keeps its statements."""
_STRING_OR_COMMENT = re.compile(
    r'''"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|'''
    r"""'''(?:\\.|[^\\])*?'''|'(?:\\.|[^'\\\n])*'|(#[^\n]*)""",
    re.DOTALL,
)
_ENDINGS = {"csv", "db", "html", "md", "py", "toml", "txt"}
_VALUES = {"store.read", "store.write", "spool.2"}
"""What looks like a name of a module: a method of a variable, a file."""
_OF_OTHERS = {"add_get", "date_gmt", "print", "server_default", "timedelta"}


@each("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_code_that_exists(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    missing = [one for quoted in _QUOTED.findall(text) for one in find_missing(quoted, page)]
    assert missing == [], f"{page.relative_to(ROOT)} names code that does not exist: {missing}"


@each("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_guide_quotes_functions_and_fields_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    examples = {name for fence in _FENCE.findall(text) for name in re.findall(r"\w+", fence)}
    quoted = _QUOTED.findall(_FENCE.sub("", text))
    named = {name for one in quoted for name in _CALL.findall(one)}
    named |= {word[1] for one in quoted if (word := _WORD.fullmatch(one))}
    missing = sorted(named - defined_names() - examples - _OF_OTHERS)
    assert missing == [], f"{page.relative_to(ROOT)} quotes functions and fields that do not exist: {missing}"


@each("room", ROOMS)
def test_docstrings_and_comments_name_code_that_exists(room: str) -> None:
    missing = []
    for path in sorted((ROOT / room).rglob("*.py")):
        for text in prose(path.read_text(encoding="utf-8")):
            missing += [f"{path.relative_to(ROOT)}: {one}" for one in (*find_missing(text, path), *find_unknown(text))]
    assert missing == [], f"docstrings and comments of {room} name code that does not exist:\n" + "\n".join(missing)


def test_a_wrong_name_is_found() -> None:
    here = Path(__file__)
    assert [*find_missing("`bot/app.py: assemble, Service.stop`, `app.py: Service`, flows/policy", here)] == []
    wrong = "`bot/apps.py: assemble`, `bot/app.py: asemble, Service.halt`, bot/charts/painting"
    assert [*find_missing(wrong, here)] == [
        "bot/apps.py",
        "bot/app.py: asemble",
        "bot/app.py: Service.halt",
        "bot/charts/painting",
    ]
    assert [*find_unknown("bot.app.Service.stop, departure.judge, planning.split_solver, turn.now")] == []
    unknown = "bot.app.Service.halt (planning.splitting) `departure.judges`"
    assert [*find_unknown(unknown)] == ["bot.app.Service.halt", "planning.splitting", "departure.judges"]


def test_docstrings_and_comments_are_all_of_the_prose() -> None:
    code = '"""One."""\nx = "# no \\" # no"  # two\nif x:\n    def f():  # three\n        """Four # four."""\n'
    more = "try:\n    'five'\nexcept E:\n    y = '''\n# no\n'''\n    'six'\nfinally:\n    'seven'\n"
    assert sorted(prose(code + more)) == ["# three", "# two", "Four # four.", "One.", "five", "seven", "six"]


def find_missing(text: str, home: Path) -> Iterator[str]:
    """Yield the files of a text, their names and the folders that do not exist."""
    for file, names in _FILE.findall(text):
        places = find_files(file, home)
        if not places:
            yield file
        yield from (f"{file}: {name}" for name in names.split(", ") if places and name and not is_in(places, name))
    for folder in _FOLDER.findall(text):
        if not (ROOT / folder).exists() and not (ROOT / f"{folder}.py").exists():
            yield folder


def find_unknown(text: str) -> Iterator[str]:
    """Yield the dotted names of a text whose module exists and lacks the name, but no types of events and rules."""
    for module, name in _DOTTED.findall(text):
        places, dotted = find_modules(module), f"{module}.{name}"
        known = name in _ENDINGS or name.isupper() or dotted in _VALUES or dotted in quoted_words()
        if places and not known and not is_in(places, name):
            yield dotted


def find_files(file: str, home: Path) -> Sequence[Path]:
    """Return the modules that a path from the root, from its page or from any folder means."""
    exact = [path for path in (ROOT / file, home.parent / file) if path.is_file()]
    return exact or [path for path in modules()[Path(file).stem] if str(path).endswith(f"/{file}")]


def find_modules(dotted: str) -> Sequence[Path]:
    """Return the modules and packages that a dotted name means, from the root or from any folder."""
    path = dotted.replace(".", "/")
    return [one for one in modules()[Path(path).stem] if str(one.with_suffix("")).endswith(f"/{path}")]


@cache
def modules() -> Mapping[str, Sequence[Path]]:
    """Return the modules of the rooms and the tests, and the packages, by their stem."""
    found = defaultdict[str, list[Path]](list)
    for room in (*ROOMS, "tests"):
        for path in (ROOT / room).rglob("*.py"):
            found[path.stem].append(path)
            if path.name == "__init__.py":
                found[path.parent.name].append(path.parent)
    return found


@cache
def names_of(path: Path) -> frozenset[str]:
    """Return the names that a module defines, and ``Class.name``; for a package also its modules."""
    if path.is_dir():
        return names_of(path / "__init__.py") | {one.stem for one in path.iterdir()}
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found |= {name, *(f"{name}.{one}" for part in node.body for one in _bound(part))}
            case ast.alias(name=name, asname=other):
                found.add(other or name)
            case ast.Assign() | ast.AnnAssign() | ast.arg():
                found |= set(_bound(node))
            case _:
                pass
    return frozenset(found)


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.arg(arg=name):
            yield name
        case _:
            pass


def is_in(places: Sequence[Path], name: str) -> bool:
    return any(name in names_of(place) for place in places)


def code_of(rooms: Collection[str]) -> str:
    paths = [path for paths in modules().values() for path in paths if path.relative_to(ROOT).parts[0] in rooms]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())


@cache
def defined_names() -> frozenset[str]:
    """Return the functions, classes, modules, fields, parameters and values of the rooms and the tests."""
    defined = re.findall(
        r"\b(?:def|class) (\w+)|^ *(\w+)(?:: [^\n]+)? = |\b(\w+): ", code_of((*ROOMS, "tests")), re.MULTILINE
    )
    return frozenset(name for names in defined for name in names if name) | modules().keys()


@cache
def quoted_words() -> frozenset[str]:
    """Return the dotted words in quotes of the code: types of events, names of rules, paths of settings."""
    return frozenset(re.findall(r"[\"']([a-z]\w*\.\w+)\b", code_of(ROOMS)))


def prose(code: str) -> Iterator[str]:
    """Yield the docstrings and comments of a module.

    Docstrings are statements, so expressions are not searched; comments are what is left beside strings.
    """
    waiting: list[ast.AST] = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value
        for inner in (getattr(node, name, None) for name in _BLOCKS):
            waiting += inner if isinstance(inner, list) else ()
    yield from filter(None, _STRING_OR_COMMENT.findall(code))
