"""The parser of filters: terms that all have to be met, "or" between two, "not" before one, and brackets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from flows.audience.criteria import All, Any, Counted, Criteria, Not, leaves
from flows.audience.criteria_json import MOST_CONDITIONS
from flows.name_folding import fold_name
from handlers.audience.filter_names import FilterNames
from handlers.audience.filters.filter_mistakes import FilterMistake, WhyUnread, WrongFilter, WrongValue
from handlers.audience.filters.filter_table import FILTERS, Filter
from handlers.audience.filters.filter_terms import QUOTES, Term, strip_quotes, terms_in

LONGEST = 500
"""Characters of a filter. A longer one is refused, for a part of it would mean other people."""
_MOST_DEEP = 5  # brackets in one another
_MOST_WORDS = 6  # of a name
_SHORTEST = 3  # letters of a name that is suggested as a place or goods: "no" is no Norway
_NOT, _AND, _OR = "not", "and", "or"
JOINTS = frozenset({_NOT, _AND, _OR})


def parse_filter(text: str, names: FilterNames) -> Criteria:
    """Parse a filter into criteria. Raises WrongFilter with the first mistake."""
    if len(text) > LONGEST:
        raise WrongFilter(FilterMistake(WhyUnread.LONG, text[LONGEST:][:_MOST_WORDS], LONGEST))
    plain = text.translate(QUOTES)
    criteria = _Parser(terms_in(plain), plain, names).read()
    if sum(1 for _ in leaves(criteria)) > MOST_CONDITIONS:
        raise WrongFilter(FilterMistake(WhyUnread.LONG, text[:_MOST_WORDS], 0))
    return criteria


class _Parser:
    def __init__(self, terms: list[Term], text: str, names: FilterNames) -> None:
        self._terms = terms
        self._text = text
        self._names = names
        self._at = 0

    def read(self) -> Criteria:
        criteria = self._read_all(0)
        if (left := self._peek()) is not None:
            raise WrongFilter(FilterMistake(WhyUnread.UNCLOSED, left.text, left.start))
        return criteria

    def _peek(self) -> Term | None:
        return self._terms[self._at] if self._at < len(self._terms) else None

    def _take_next(self) -> Term:
        """Take the next term. Raises WrongFilter at the end of the text."""
        term = self._peek()
        if term is None or term.text == ")":
            end = term or (self._terms[-1] if self._terms else Term("", 0))
            raise WrongFilter(FilterMistake(WhyUnread.LONELY, end.text, end.start))
        self._at += 1
        return term

    def _read_all(self, depth: int) -> Criteria:
        """Parse terms up to the end or a closing bracket. "or" joins its two neighbours."""
        groups, joints = [[self._unit(depth)]], set[str]()
        while (term := self._peek()) is not None and term.text != ")":
            joint = _joint(term)
            if joint in {_AND, _OR}:
                self._at += 1
                joints.add(joint)
                if len(joints) > 1:
                    raise WrongFilter(FilterMistake(WhyUnread.MIXED, term.text, term.start))
            unit = self._unit(depth)
            if joint == _OR:
                groups[-1].append(unit)
            else:
                groups.append([unit])
        return _join_criteria([group[0] if len(group) == 1 else Any(tuple(group)) for group in groups])

    def _unit(self, depth: int) -> Criteria:
        """Parse one term or bracket, with the negations before it."""
        term, denied = self._take_next(), False
        while _is_denial(term):
            if term.op:  # the rest of "not:country=us" is a term of its own
                self._terms[self._at : self._at] = terms_in(term.value, term.start + len(term.text) - len(term.value))
            denied ^= not (term.op and term.denied)  # "-not:vip" is twice denied
            term = self._take_next()
        denied ^= term.denied
        if _joint(term):
            raise WrongFilter(FilterMistake(WhyUnread.LONELY, term.text, term.start))
        criteria = self._bracket(term, depth) if term.text == "(" else self._term(term)
        return _negate(criteria) if denied else criteria

    def _bracket(self, opened: Term, depth: int) -> Criteria:
        if depth == _MOST_DEEP:
            raise WrongFilter(FilterMistake(WhyUnread.LONG, opened.text, opened.start))
        criteria = self._read_all(depth + 1)
        if self._peek() is None:
            raise WrongFilter(FilterMistake(WhyUnread.UNCLOSED, opened.text, opened.start))
        self._at += 1
        return criteria

    def _term(self, term: Term) -> Criteria:
        if not term.op:
            return self._read_bare(term)
        known = FILTERS.get(fold_name(term.key))
        if known is None:
            name = term.key or term.text
            raise WrongFilter(FilterMistake(WhyUnread.FILTER, name, term.start, candidates=tuple(FILTERS)))
        return self._value(known, term, term.op, [term.value])

    def _read_bare(self, term: Term) -> Criteria:
        """Parse a word with no operator: a filter followed by its value, a known name, or an event alone."""
        known, following = FILTERS.get(fold_name(term.value)), self._list_following()
        wrong: WrongFilter | None = None
        if known is not None and known.blank and following:
            try:
                return self._value(known, term, ":", [])
            except WrongFilter as problem:
                wrong = problem
        for many in range(len(following), -1, -1):
            words = [term.value, *(one.text for one in following[:many])]
            if (criteria := self._names.read_bare_name(strip_quotes(" ".join(words)))) is not None:
                self._at += many
                return criteria
        if known is not None and known.alone is not None and not following:
            return known.alone
        raise wrong or WrongFilter(self._make_unknown(term, known))

    def _value(self, known: Filter, term: Term, op: str, begun: list[str]) -> Criteria:
        """Parse the value of a filter from as many of the following words as it accepts."""
        following = self._list_following()
        wrong = WrongValue()
        for many in range(len(following), -1 if begun else 0, -1):
            value = " ".join((*begun, *(one.text for one in following[:many])))
            try:
                found = known.read(op, value, self._names)
            except WrongValue as problem:
                wrong = problem
                continue
            self._at += many
            return found
        part = wrong.text or term.text
        start = max(self._text.find(part, term.start), term.start)
        raise WrongFilter(FilterMistake(WhyUnread.VALUE, part, start, known.example, candidates=wrong.candidates))

    def _list_following(self) -> Sequence[Term]:
        """Return the following words that can be part of one name or value."""
        behind = self._terms[self._at : self._at + _MOST_WORDS - 1]
        return tuple(takewhile(lambda one: one.is_value and not _joint(one), behind))

    def _make_unknown(self, term: Term, known: Filter | None) -> FilterMistake:
        """Return the mistake for a word that is no name, with a filter that accepts it as a value, if there is one."""
        if known is not None:
            return FilterMistake(WhyUnread.VALUE, term.text, term.start, known.example)
        for key in ("in", "bought") if len(term.value) >= _SHORTEST else ():
            try:
                FILTERS[key].read(":", term.value, self._names)
            except WrongValue:
                continue
            return FilterMistake(WhyUnread.NAME, term.text, term.start, hint=f"{key}:{term.value}")
        return FilterMistake(WhyUnread.NAME, term.text, term.start, candidates=(*FILTERS, *self._names.bare_names()))


def _joint(term: Term) -> str:
    """Return "not", "and" or "or" if the term is this word; "" otherwise."""
    word = fold_name(term.value) if term.is_bare else ""
    return word if word in JOINTS else ""


def _is_denial(term: Term) -> bool:
    """Return True for "not", "not:" and a minus before a bracket."""
    if term.op:
        return term.op == ":" and fold_name(term.key) == _NOT
    return _joint(term) == _NOT or (term.denied and not term.value)


def _negate(criteria: Criteria) -> Criteria:
    """Negate criteria. "Not once" counts as none, as explanations say it."""
    match criteria:
        case Not(of):
            return of
        case Counted(event, ">=", 1, within, where):
            return Counted(event, "=", 0, within, where)
    return Not(criteria)


def _join_criteria(criteria: list[Criteria]) -> Criteria:
    """Join criteria that all have to be met; "everyone" is left out if there are others."""
    flat = [one for each in criteria for one in (each.of if isinstance(each, All) else (each,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))
