"""What goes before or beside whom a phrase means, and is known by its form: a call for attention, news of the shop, a
"whichever" beside an "or". And signs made plain: "¿quien?", "kis-kis", "madrid/toledo", "ni puma: los demas"."""

from __future__ import annotations

import re

from handlers.audience.replies.names import Names
from handlers.audience.replies.words import pattern

_OPENING_SIGNS = re.compile("[¿¡]")
_COLON = re.compile(r"(?<=[^\W\d]) ?:(?= )")
_SLASH = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")
_TWICE = re.compile(r"(?<!\S)(\S{2,})-\1(?=[\s,.?!]|$)")
_HAIL = pattern("^(?:{hail}(?: ?[,!.]+ ?| (?={hailed}(?!\\w))))+")
_NEWS = pattern(
    "(?<!\\w)(?:(?:{own_adjective} ){0,3}{own_thing} {arrives}"
    "|{arrives} (?:{own_adjective} ){0,2}{own_thing}(?: {own_adjective})?) ?,? {so}(?= )"
)
_DENIED = pattern("(?:{neg}|{own_adjective}) ?$")
_ANY_WILL_DO = pattern(r" ?[,(]? ?{any_will_do}\)?(?= ?[,.;!)]| ?$| {but})")
_OR = pattern(" (?:{or}|/) ")
_PROVIDED = pattern(r"(?<=[,.;]) ?{provided} (?=(?:(?!{number}(?!\w))[^,.;\d])*(?<!\w){be_it}(?!\w))")  # no "bas 2"


def with_plain_signs(said: str, names: Names) -> str:
    """The phrase without signs that open it, with a comma for a colon, a blank between a word said twice, and blanks
    around a slash of two words that is in no name of the business's own."""
    plain = _TWICE.sub(r"\1 \1", _COLON.sub(",", _OPENING_SIGNS.sub(" ", said))).strip()
    own = (*names.brands, *names.categories, *names.tags, *names.cities, *names.sources, *names.audiences)
    return plain if any("/" in one for one in own) else _SLASH.sub(" / ", plain)


def without_preambles(said: str) -> str:
    """The phrase without a call, news of the shop, and a "whichever"."""
    bare = _HAIL.sub("", said)
    news = _NEWS.search(bare)
    if news is not None and not _DENIED.search(bare, 0, news.start()):  # "no new stock is in, so …"
        bare = f"{bare[: news.start()]} {bare[news.end() :]}".strip()
    told = _ANY_WILL_DO.search(bare)
    if told is not None and _OR.search(bare, 0, told.start()):  # of "nike and puma" one is not enough
        bare = f"{bare[: told.start()]}, {bare[told.end() :].lstrip(' ,')}".strip(" ,")
    return _PROVIDED.sub(" ", bare) or said
