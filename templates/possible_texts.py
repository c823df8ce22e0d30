"""Every possible text of a wording: for all values and all combinations of conditions.

No reader sees a comment or an unreachable branch. So required parts are searched in the rendered texts, with each value
of a condition once present and once absent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from templates.finished_message import MissingValue
from templates.message_rendering import StandIn
from templates.message_values import Voice
from templates.template_sandbox import VOICE, Text, compile_text

_MOST = 5  # conditions that are tried in all their combinations; of more each alone
_SAID = "##"  # replaces a value: no word in any language, and no number


def readings(source: str, locale: str, sms: bool, always: Mapping[str, str]) -> Iterator[str]:
    """Yield the finished texts, once for each combination of conditions.

    ``always`` has the values that are the same in every text of a business; "" for one that it has not set.
    """
    conditions = _Conditions()
    text = compile_text(source, sms, locale.startswith("es"), conditions.ask)
    voice = Voice(locale, sms=sms, gsm7=text.gsm7)
    fixed = {name: value for name, value in always.items() if value}
    filled = {name: _SAID for name in text.names - always.keys()}
    asked = sorted((conditions.names | text.listed) & filled.keys())
    for held in _combinations(len(asked)):
        values = {**filled, **fixed, VOICE: voice, **_decide_values(asked, held, text)}
        try:
            yield text.write({name: value for name, value in values.items() if value is not None}, "the text")
        except MissingValue:
            continue  # what lacks a value does not leave


def needs_value(source: str, name: str, among: Collection[str]) -> bool:
    """Return True if a text cannot be written, under some conditions, without one value; others ``among`` are there."""
    full = dict.fromkeys(among, _SAID)
    every, others = (sum(1 for _ in readings(source, "en", False, known)) for known in (full, {**full, name: ""}))
    return others < every


def type_words(source: str, known: Collection[str]) -> str:
    """Return the words of a text that contains only ``known`` values, each in braces as a person would type it.

    A text with a loop or a comparison is returned unchanged.
    """
    conditions = _Conditions()
    compile_text(source, False, False, conditions.ask)
    text = compile_text(source, False, False, _spell)
    if text.listed or conditions.compared:
        return source
    return text.write({VOICE: Voice("en"), **dict.fromkeys(known, True)}, "the text")


def _spell(tree: nodes.Template) -> None:
    for output in tree.find_all(nodes.Output):
        output.nodes = [nodes.TemplateData(_spell_node(one)) for one in output.nodes]


def _spell_node(node: nodes.Expr) -> str:
    if isinstance(node, nodes.TemplateData):
        return node.data
    filters = ""
    while isinstance(node, nodes.Filter) and node.node is not None:
        filters, node = f"|{node.name}{filters}", node.node
    name = node.name if isinstance(node, nodes.Name) else ""
    return f"{{{{ {name}{filters} }}}}"


def _combinations(many: int) -> Iterator[tuple[bool, ...]]:
    if many <= _MOST:
        yield from product((True, False), repeat=many)
        return
    for usual in (True, False):
        yield (usual,) * many
        yield from (tuple((at == alone) != usual for at in range(many)) for alone in range(many))


def _decide_values(asked: list[str], held: tuple[bool, ...], text: Text) -> dict[str, object]:
    """Return the values for one outcome of the conditions. An empty list is absent; another value may be false and
    still be printed.

    Lists have two items, as text around each item may repeat.
    """
    empty: dict[str, object] = {name: None if name in text.listed else StandIn(_SAID) for name in asked}
    there: dict[str, object] = {name: (_SAID, _SAID) if name in text.listed else _SAID for name in asked}
    return {name: (there if holds else empty)[name] for name, holds in zip(asked, held, strict=True)}


class _Conditions(NodeTransformer):
    """A visitor that finds a text's conditions. A comparison or a filter in a condition gets a name, so that both
    outcomes are tried."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.compared: dict[str, str] = {}

    def ask(self, tree: nodes.Template) -> None:
        """Name the conditions in a text's tree."""
        self.visit(tree)

    def visit_If(self, node: nodes.If) -> nodes.Node:
        return self._parse_with_test(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        return self._parse_with_test(node)

    def visit_And(self, node: nodes.And) -> nodes.Node:
        return self._parse_either(node)

    def visit_Or(self, node: nodes.Or) -> nodes.Node:
        return self._parse_either(node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        return self._parse_named(node)

    def _parse_with_test(self, node: nodes.If | nodes.For) -> nodes.Node:
        if isinstance(node.test, nodes.Expr):
            node.test = self._parse_asked(node.test)
        return self.generic_visit(node)

    def _parse_either(self, node: nodes.BinExpr) -> nodes.Node:
        node.left, node.right = self._parse_asked(node.left), self._parse_asked(node.right)
        return node

    def _parse_asked(self, node: nodes.Expr) -> nodes.Expr:
        match node:
            case nodes.Name():
                self.names.add(node.name)
            case nodes.And() | nodes.Or():
                self._parse_either(node)
            case nodes.Not():
                node.node = self._parse_asked(node.node)
            case nodes.Compare() | nodes.Filter():
                return self._parse_named(node)
        return node

    def _parse_named(self, node: nodes.Expr) -> nodes.Name:
        name = self.compared.setdefault(repr(node), f"asked_{len(self.compared)}_")
        self.names.add(name)
        return nodes.Name(name, "load", lineno=node.lineno)
