"""Clauses with names of the business's own beside its goods: marks, where customers came from, what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping

from flows.audience.criteria import All, Compared, Criteria
from flows.folding import folded
from handlers.audience.replies.dates import read_dated
from handlers.audience.replies.kinds import Clause, listed, then
from handlers.audience.replies.names import Names, words_at
from handlers.audience.replies.times import read_time
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_values

_TAG = pattern("(?:{tag} |#)")
_NO_NAME = pattern("(?:{filler}|{in}|{within}|{or}|{neg})")
_MARKED, _STAGE = pattern("marked "), pattern("{lost}|{loyal}|{active}|{dormant}|{at_risk}|{new}")
_CAME, _WINDOW = pattern("{came_from} (?:{the_one} )?"), pattern("(?P<w>{window})")
_OF, _SITE = pattern("(?:de|del|d) "), pattern("{site}(?!\\w)")
_DATE = pattern(
    "(?:{date_since}|{date_before}|{date_after}|{in}|{within}) {date}(?: {date_behind})?|{date} {date_behind}"
)
_OURS, _AUDIENCE = pattern("(?:{in} )?(?:{of_ours} )"), pattern("{audience}(?!\\w)")


def tags(names: Names) -> Mapping[str, Criteria]:
    """Marks that customers have."""
    return {normalise(one): Compared("tag", "=", folded(one)) for one in names.tags}


def sources(names: Names) -> Mapping[str, Criteria]:
    """Where customers came from, also by what people call it for short: "insta"."""
    known = {normalise(one): Compared("acquired_from", "=", folded(one)) for one in names.sources}
    short = read_values("audience:names", "source").items()
    return {**{word: known[name] for word, name in short if name in known}, **known}


def tagged_anew(said: str, place: int, _names: Names) -> Clause | None:
    """ "Tag wholesale" means the tag also where no customer is marked so."""
    found = _TAG.match(said, place)
    if found is None:
        return None
    name, end = next(iter(sorted(words_at(said, found.end()), key=lambda one: one[1])), ("", 0))
    word = folded(name.strip('"'))
    if _NO_NAME.fullmatch(name) or (_MARKED.match(said, place) and _STAGE.fullmatch(name)):
        return None  # "vvip tag in Denver", "marked lost"
    return Clause(Compared("tag", "=", word), end) if any(one.isalnum() for one in word) else None


def kept(said: str, place: int, names: Names) -> Clause | None:
    """ "In my Eid list audience"."""
    opening = _OURS.match(said, place)
    clause = listed(said, opening.end() if opening else place, names.audiences)
    after, end = then(_AUDIENCE, said, clause.end) if clause is not None else (None, 0)
    return Clause(clause.criteria, end) if clause is not None and after is not None else None


def came(said: str, place: int, names: Names) -> Clause | None:
    """ "Joined from Instagram in the last 30 days"."""
    found = _CAME.match(said, place)
    known = sources(names)
    clause = listed(said, found.end(), known) if found is not None else None
    if found is None or clause is None or (_OF.match(found[0]) and _SITE.match(said, found.end())):
        return None  # who is "de la tienda" came from there, or comes there
    window, end = then(_WINDOW, said, clause.end)
    dated, until = then(_DATE, said, clause.end)
    day = read_dated(dated[0], names) if dated is not None else None
    if day is not None:
        return Clause(All((clause.criteria, day.of_moment("acquired_at", names))), until)
    if window is None:
        return clause
    within = read_time(window["w"])
    return Clause(All((clause.criteria, Compared("acquired_at", "within", within))), end)
