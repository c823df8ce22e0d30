"""Clauses with names of the business's own: goods bought and sent back, where customers came from, marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not
from flows.folding import folded
from flows.policy.facts import Programme
from handlers.audience.replies.figures import Quantity, read_length, read_quantity
from handlers.audience.replies.kinds import Clause, Known, Reads, listed, then
from handlers.audience.replies.names import Names, words_at
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise

BOUGHT = pattern(r"(?P<not>{neg} (?:{ever} )?)?{bought} (?:(?:any|some|a|an|the|from|our) )?")
RETURNED = pattern(r"(?P<not>{neg} (?:{ever} )?)?{returned} (?:(?:any|some|a|an|the|from|our) )?")
_TAG = pattern("(?:{tag} |#)")
_NO_NAME = pattern("(?:{filler}|{in}|{within}|{or}|{neg})")
_WINDOW, _OFTEN = pattern("(?P<w>{window})"), pattern("(?P<q>{multiple})")
_ADDITION = pattern(r" ?(?:,|&) ?| and ")
_CAME = pattern("{came_from} ")
_BOUGHT_BEHIND = pattern("(?:ko )?{bought}")
_BUYERS = pattern("(?:buyers?|customers?|shoppers?|fans?)(?!\\w)")
_PROGRAMMES = {
    Programme.OFFERS: ("offers", "marketing", "campaigns", "ofertas"),
    Programme.REMINDERS: ("reminders", "cart reminders", "recordatorios"),
    Programme.PARTNER_OFFERS: ("partner offers", "partners offers"),
}


def goods(names: Names) -> Mapping[str, Criteria]:
    """Brands and categories that were bought."""
    brands = {normalise(one): Compared("brand", "=", folded(one)) for one in names.brands}
    categories = {normalise(one): Compared("category", "=", folded(one)) for one in names.categories}
    both = {name: Any((brands[name], categories[name])) for name in brands.keys() & categories.keys()}
    return categories | brands | both


def tags(names: Names) -> Mapping[str, Criteria]:
    """Marks that customers have."""
    return {normalise(one): Compared("tag", "=", folded(one)) for one in names.tags}


def own_words(fact: str, known: Callable[[Names], Sequence[str]]) -> Known:
    """The values of a fact that the business's own data has."""
    return lambda names: {normalise(one): Compared(fact, "=", folded(one)) for one in known(names)}


def programmes(_names: Names) -> Mapping[str, Criteria]:
    """What consents are for."""
    return {word: Compared("consent", "=", one.value) for one, words in _PROGRAMMES.items() for word in words}


def tagged_anew(said: str, place: int, _names: Names) -> Clause | None:
    """ "Tag wholesale" means the tag also where no customer is marked so."""
    found = _TAG.match(said, place)
    if found is None:
        return None
    name, end = next(iter(sorted(words_at(said, found.end()), key=lambda one: one[1])), ("", 0))
    word = folded(name.strip('"'))
    if _NO_NAME.fullmatch(name):  # "vvip tag in Denver"
        return None
    return Clause(Compared("tag", "=", word), end) if any(one.isalnum() for one in word) else None


def of_goods(opening: re.Pattern[str], event: str) -> Reads:
    """ "Bought nike or puma in the last 60 days": of each name its own condition; without a time, ever."""

    def read(said: str, place: int, names: Names) -> Clause | None:
        found = opening.match(said, place)
        clause = _listed_goods(said, found.end(), goods(names)) if found is not None else None
        if found is None or clause is None:
            return None
        often, end = then(_OFTEN, said, clause.end)
        window, end = then(_WINDOW, said, end)
        quantity = read_quantity(often["q"]) if often else None
        criteria = _counted(clause.criteria, event, read_length(window["w"]) if window else None, quantity)
        return Clause(Not(criteria) if found["not"] else criteria, end)

    return read


def _listed_goods(said: str, place: int, known: Mapping[str, Criteria]) -> Clause | None:
    """Names with "or" between them, or with "and": then all of them."""
    first = listed(said, place, known)
    if first is None:
        return None
    several, end = [first.criteria], first.end
    while (more := _ADDITION.match(said, end)) and (after := listed(said, more.end(), known)):
        several.append(after.criteria)
        end = after.end
    return Clause(several[0] if len(several) == 1 else All(tuple(several)), end)


def lately(said: str, place: int, names: Names) -> Clause | None:
    """ "Pichle 30 din mein kurtas kharide": the time before the goods."""
    window = _WINDOW.match(said, place)
    clause = listed(said, window.end() + 1, goods(names)) if window is not None else None
    bought, end = then(_BOUGHT_BEHIND, said, clause.end) if clause is not None else (None, 0)
    if window is None or clause is None or bought is None:
        return None
    return Clause(_counted(clause.criteria, "order.created", read_length(window["w"])), end)


def came(said: str, place: int, names: Names) -> Clause | None:
    """ "Joined from Instagram in the last 30 days"."""
    found = _CAME.match(said, place)
    sources = own_words("acquired_from", lambda one: one.sources)(names)
    clause = listed(said, found.end(), sources) if found is not None else None
    if clause is None:
        return None
    window, end = then(_WINDOW, said, clause.end)
    within = read_length(window["w"]) if window else None
    if within is None:
        return clause
    return Clause(All((clause.criteria, Compared("acquired_at", "within", within))), end)


def buyers(said: str, place: int, names: Names) -> Clause | None:
    """ "Nike buyers in the last month"."""
    clause = listed(said, place, goods(names))
    if clause is None:
        return None
    buyers = _BUYERS.match(said, clause.end + 1)
    window = _WINDOW.match(said, (buyers.end() if buyers else clause.end) + 1)
    if window is None:
        return Clause(clause.criteria, buyers.end() if buyers else clause.end)
    return Clause(_counted(clause.criteria, "order.created", read_length(window["w"])), window.end())


def _counted(goods: Criteria, event: str, within: timedelta | None, quantity: Quantity | None = None) -> Criteria:
    """Goods as lines of events: what was bought ever is a fact, what was sent back or bought lately an event."""
    match goods:
        case All(of):
            return All(tuple(_counted(one, event, within, quantity) for one in of))
        case Any(of):
            return Any(tuple(_counted(one, event, within, quantity) for one in of))
        case Compared() if within is not None or event != "order.created" or quantity is not None:
            op, count = (quantity.op, quantity.whole or 0) if quantity else (">=", 1)
            return Counted(event, op, count, within, where=(goods,))
    return goods
