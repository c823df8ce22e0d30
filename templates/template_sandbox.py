"""The sandbox for message texts: a small part of Jinja's language, values as plain data, and size limits.

Jinja's own sandbox limits neither memory nor time (`'a' * 200000000`) and allows any public attribute. So a text's tree
is checked before compilation: everything not on the list is refused, with the line and an alternative.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from flows.money import Money
from flows.phrase import At
from templates import formats
from templates.finished_message import MissingValue, TemplateRefused
from templates.message_values import Voice
from templates.sms_segments import Encoding, measure, simplify_text, strip_accents

# No message is longer than Telegram's 4096 characters (https://core.telegram.org/bots/api#sendmessage).
LONGEST_SOURCE = 4500
LONGEST_OUTPUT = 4096
# A name that no template can write, so that no text can ask for it.
VOICE = "(voice)"
# The same for what an SMS has said of its values: a list of names and texts.
TOLD = "(told)"

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.For, nodes.Filter,
)  # fmt: skip
_KNOWN_AS = MappingProxyType(
    {
        "Getattr": "a dot after a value", "Getitem": "[ ] after a value", "Call": "( ) after a name", "Assign": "set",
        "AssignBlock": "set", "Concat": "~", "Mul": "*", "Add": "+", "Sub": "-", "Div": "/", "Mod": "%", "Pow": "**",
        "CondExpr": "if inside {{ }}", "Test": "is", "FilterBlock": "filter as a block", "CallBlock": "call",
    }
)  # fmt: skip


class _Blank(StrictUndefined):
    """An absent value: false in `if`, an error anywhere else. The error's message is the value's name."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


@dataclass(frozen=True, slots=True)
class Text:
    """A compiled message template: the names of its variables (``names``), those that it loops over (``listed``), and
    whether its literal text fits GSM-7 (``gsm7``)."""

    template: Template
    names: frozenset[str]
    listed: frozenset[str]
    gsm7: bool

    def write(self, values: Mapping[str, object], name: str) -> str:
        """Return the finished text of the message `name`. Raises MissingValue, and TemplateRefused if it becomes too
        long."""
        chunks: list[str] = []
        length = 0
        try:
            for chunk in self.template.generate(values):
                chunks.append(chunk)
                length += len(chunk)
                if length > LONGEST_OUTPUT:
                    raise TemplateRefused(f"{name}: the finished text is longer than {LONGEST_OUTPUT} characters")
        except UndefinedError as absent:
            raise MissingValue(str(absent), name) from None
        return "".join(chunks).strip()


def compile_text(
    source: str, sms: bool, spanish: bool, rewrite: Callable[[nodes.Template], None] | None = None
) -> Text:
    """Check and compile a text. For SMS its own words are simplified (Spanish without accents).

    ``rewrite`` may change the checked tree, for another use of the text. Raises TemplateRefused.
    """
    env = _environment()
    try:
        tree = _walk_source(env, source)
        if rewrite is not None:
            rewrite(tree)
        words = list(tree.find_all(nodes.TemplateData))
        gsm7 = _fits_gsm7("".join(word.data for word in words))
        for word in words if sms else ():
            word.data = _simplify_text(word.data, gsm7, spanish)
        for output in tree.find_all(nodes.Output) if sms else ():
            output.nodes = [_note_value(node) for node in output.nodes]
        names = frozenset(find_undeclared_variables(tree))
        listed = frozenset(loop.iter.name for loop in tree.find_all(nodes.For) if isinstance(loop.iter, nodes.Name))
        template = Template.from_code(env, env.compile(tree), {})
    except TemplateSyntaxError as wrong:
        raise TemplateRefused(f"line {wrong.lineno}: {wrong.message}. {_may_use()}") from None
    except (RecursionError, SyntaxError, MemoryError):
        raise TemplateRefused(f"line 1: it is nested too deeply. {_may_use()}") from None
    return Text(template, names, listed, gsm7)


def _note_value(node: nodes.Expr) -> nodes.Expr:
    """Wrap a printed value in the filter that records it by its name."""
    named = node if isinstance(node, nodes.Name) else node.find(nodes.Name)
    if named is None:
        return node
    return nodes.Filter(node, TOLD, [nodes.Const(named.name)], [], None, None, lineno=node.lineno)


def _walk_source(env: ImmutableSandboxedEnvironment, source: str) -> nodes.Template:
    if len(source) > LONGEST_SOURCE:
        raise TemplateRefused(f"line 1: the text has {len(source)} characters; at most {LONGEST_SOURCE} may be used")
    tree = env.parse(source)
    for node in tree.find_all(nodes.Node):
        wrong = _objection(node)
        if wrong:
            raise TemplateRefused(f"line {node.lineno}: {wrong}. {_may_use()}")
    return tree


def _objection(node: nodes.Node) -> str | None:
    match node:
        case nodes.Filter(name=name) if name not in _FILTERS:
            return f"the filter {name!r} may not be used"
        case nodes.Filter(args=args, kwargs=kwargs) if args or kwargs:
            return "a filter takes no ( )"
        case nodes.For(iter=iterated) if not isinstance(iterated, nodes.Name):
            return "for may only go through a value"
        case nodes.For() if any(True for _ in node.find_all(nodes.For)):
            return "a for inside a for may not be used"
        case _ if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            return f"{_KNOWN_AS.get(kind, kind.lower())} may not be used"
    return None


def _may_use() -> str:
    return f"A text may use {{{{ value }}}}, if, for, and the filters {', '.join(sorted(_FILTERS))}"


def _fits_gsm7(words: str) -> bool:
    return measure(simplify_text(words, transliterate=True)).encoding is Encoding.GSM7


def _simplify_text(text: str, gsm7: bool, spanish: bool) -> str:
    text = simplify_text(text, transliterate=gsm7)
    return strip_accents(text) if spanish and gsm7 else text


def _environment() -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(
        undefined=_Blank,
        finalize=_speak_value,
        autoescape=False,  # chat texts are not HTML; pages have an environment of their own
        cache_size=0,
    )
    env.globals.clear()
    env.tests.clear()
    env.filters = {**_FILTERS, TOLD: _note}
    return env


@pass_context
def _speak_value(context: Context, value: object) -> str:
    """Format a value that has no filter."""
    if isinstance(value, str):
        return value
    voice: Voice = context[VOICE]
    match value:
        case datetime():
            return voice.moment(value)
        case date():
            return voice.day(value)
        case At():
            return voice.clock(value)
        case Money():
            return voice.amount(value)
        case timedelta():
            return voice.say(formats.format_stretch(value, voice.locale))
        case Decimal():
            return voice.say(formats.number(value, voice.locale))
        case tuple():
            return formats.join_items(value, voice.locale, voice.say)
    return str(value)


@pass_context
def _note(context: Context, value: object, name: str) -> str:
    said = _speak_value(context, value)
    told = context.get(TOLD)
    if told is not None:
        told.append((name, said))
    return said


def _path(address: str) -> str:
    """Return the part of an address after its domain, for WhatsApp's buttons, whose domain is fixed."""
    return address.partition("://")[2].partition("/")[2]


def _filter(said: Callable[[Voice, Any], str], *kinds: type) -> Callable[[Context, object], str]:
    """Return a filter that formats values of these types; text is unchanged, an absent value counts as missing."""

    @pass_context
    def speak(context: Context, value: object) -> str:
        return said(context[VOICE], value) if isinstance(value, kinds) else _speak_value(context, value)

    return speak


_FILTERS = MappingProxyType(
    {
        "moment": _filter(Voice.moment, datetime),
        "brief": _filter(Voice.brief, datetime),
        "since": _filter(Voice.since, datetime),
        "left": _filter(Voice.say_left, datetime),
        "month": _filter(Voice.month, datetime),
        "day": _filter(Voice.day, datetime, date),
        "money": _filter(Voice.money, Decimal, int),
        "price": _filter(Voice.price, str),
        "percent": _filter(Voice.percent, Decimal, int),
        "every": _filter(Voice.every, tuple),
        "frequency": _filter(Voice.frequency, str),
        "joined": _filter(lambda _, value: "; ".join(value), tuple),
        "channel": _filter(lambda _, value: formats.channel(value), str),
        "capital": _filter(lambda _, value: value[:1].upper() + value[1:], str),
        "upper": _filter(lambda _, value: value.upper(), str),
        "path": _filter(lambda _, value: _path(value), str),
        "lower": _filter(lambda _, value: value.lower(), str),
    }
)
