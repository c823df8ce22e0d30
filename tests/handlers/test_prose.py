"""What the staff and shops are told is a phrase, in four languages: no handler says an English sentence of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import handlers
from tests.cases import each

ROOT = Path(handlers.__path__[0])
SAYING = {"alerts.tell": 2, "Reply": 0, "Preview": 0, "OutboundMessage": 3, "start_words.answer": 2}
"""Which calls say something to somebody, and from which argument on."""
ENOUGH = 3  # words, of which a sentence is made


class Module:
    """The functions and the values of one module, by name, wherever in it they stand."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        nodes = list(ast.walk(tree))
        self.functions = {one.name: one for one in nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
        self.values: dict[str, list[ast.expr]] = {}
        for one in nodes:
            if isinstance(one, ast.Assign):
                self._keep(one.targets, one.value)
            elif isinstance(one, ast.AnnAssign | ast.AugAssign) and one.value is not None:
                self._keep([one.target], one.value)

    def _keep(self, targets: Sequence[ast.expr], value: ast.expr) -> None:
        for target in (name for found in targets for name in ast.walk(found) if isinstance(name, ast.Name)):
            self.values.setdefault(target.id, []).append(value)

    def said(self) -> Iterator[ast.expr]:
        """Whatever is given to somebody to read."""
        for call in (one for one in ast.walk(self.tree) if isinstance(one, ast.Call)):
            first = SAYING.get(ast.unparse(call.func))
            if first is not None:
                yield from call.args[first:]
                yield from (one.value for one in call.keywords if one.arg in {"text", "label", "buttons"})
            yield from (one.value for one in call.keywords if one.arg in {"says", "run"})

    def sentences(self, of: ast.expr, seen: set[str]) -> Iterator[str]:
        """The sentences of which it is made, here or in a function or a value of the module that was not ``seen``."""
        inside = {id(part) for one in ast.walk(of) if isinstance(one, ast.JoinedStr) for part in one.values}
        for one in ast.walk(of):
            text = _text(one) if id(one) not in inside else ""
            if (
                not text.startswith("/")
                and len([word for word in text.split() if word.strip("….,:;·-/()").isalpha()]) >= ENOUGH
            ):
                yield text
            if isinstance(one, ast.Name) and one.id not in seen:
                seen.add(one.id)
                for value in self.values.get(one.id, []):
                    yield from self.sentences(value, seen)
                yield from self._returned(one.id, seen)

    def _returned(self, name: str, seen: set[str]) -> Iterator[str]:
        function = self.functions.get(name)
        for one in ast.walk(function) if function else ():
            if isinstance(one, ast.Return) and one.value is not None:
                yield from self.sentences(one.value, seen)


def _text(one: ast.AST) -> str:
    if isinstance(one, ast.Constant) and isinstance(one.value, str):
        return one.value
    if isinstance(one, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in one.values)
    return ""


def _sentences(path: Path) -> list[str]:
    module = Module(ast.parse(path.read_text(encoding="utf-8")))
    seen: set[str] = set()
    return sorted({sentence for said in module.said() for sentence in module.sentences(said, seen)})


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


@each("module", MODULES)
def test_it_says_phrases(module: str) -> None:
    told = _sentences(ROOT / module)
    assert not told, f"handlers/{module} says {told}: write a phrase (docs/adding/phrase.md)"


@pytest.mark.parametrize("name", sorted(SAYING))
def test_what_says_something_is_called_so(name: str) -> None:
    called = f"{name}("
    assert any(called in file.read_text(encoding="utf-8") for file in ROOT.rglob("*.py")), (
        f"nothing in handlers calls {name}: give SAYING the name that it has now, or what it says is looked at no more"
    )


@pytest.mark.parametrize(
    "source",
    [
        'await alerts.tell(turn, "x", f"It is {now} too late.")',
        '_GONE = "It is gone."\nasync def f(turn): await post(turn, to, OutboundMessage(key, kind, text=_GONE))',
        'def _says(found): return f"{found} is not here."\nX = Command(name="x", says=_says)',
        'async def f():\n    text = "Nothing was done."\n    return Reply(text)',
        'def _more(): return "There is more of it."\ndef f(): return Reply(Lines((phrase("a"), _more())))',
    ],
)
def test_a_sentence_is_found(source: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    assert _sentences(tmp_path / "a.py")


@pytest.mark.parametrize(
    "source",
    [
        'await alerts.tell(turn, f"one two three {four}", phrase("gone", at=now))',
        'async def f(): return Reply(phrase("gone"))',
    ],
)
def test_a_phrase_is_none(source: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    assert not _sentences(tmp_path / "a.py")
