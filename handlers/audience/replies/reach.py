"""Clauses of how customers can be written to, what they agreed to and called off, and whether they are at home."""

from __future__ import annotations

from functools import cache

from flows.audience.criteria import All, Compared, Counted, Criteria, Not
from flows.channels import CHANNELS, WHATSAPP
from handlers.audience.replies.kinds import Clause, Reads, followed, listed, named, plain, then
from handlers.audience.replies.meanings import is_so
from handlers.audience.replies.names import Names, called, channels
from handlers.audience.replies.times import read_time
from handlers.audience.replies.words import pattern
from handlers.replies.word_lists import read_words

_ONLY, _ONLY_BEHIND = (
    pattern(
        "(?:(?:{reaching} ){0,3}{exactly} (?:be )?(?:{reached} )?(?:{reaching} ){0,4}|{exactly} )"
        "(?:on |by |via |por |en |through |over )?"
    ),
    pattern(" {exactly}(?!\\w)"),
)
_REPLIED = pattern(
    "(?:(?P<v>{window}) )?{replied} (?:(?:to (?:me|us) )?)(?:(?P<w>{window}) )?(?:on|in|by|via|por|x|en|pe|par|पर) "
)
_WINDOW = pattern("(?P<w>{window})")
_ONLY_WAY = pattern(
    " (?:(?:is|es|being|hi) )?(?:(?:the|my|our|el|la|mi|their) )?{exactly_one} {way}(?: {reaching}){0,7}(?!\\w)"
)
_PE = pattern(" ?(?:(?P<w>{window}) )?(?:pe|par|पर) {replied}(?!\\w)")
_CANS = pattern(
    "{can} (?:(?:reach|contact|write to|write|send|message|{send_to_them}) )?(?:them |to )?"
    "(?:on |by |via |por |x |en |a |an )?"
)
_NOT_WORKING = pattern(" ?(?:pe |par |पर )?{neg} {goes_through}(?!\\w)")  # not of "nahi ja sakta"
_LISTED_BEFORE = pattern(r"(?P<name>\w+) ?(?:{and}|{or}|,|&|\+|/)? ?$")
_THEM = pattern(" (?:them|her|him|ko)(?!\\w)")


def only_on(said: str, place: int, _names: Names) -> Clause | None:
    """ "Only on SMS", "SMS only": on no other channel."""
    before = _ONLY.match(said, place)
    found = called(channels(), said, before.end() if before else place)
    if found is None or not isinstance(found[0], Compared):
        return None
    after = None if before else _ONLY_BEHIND.match(said, found[1])
    if before is None and after is None:
        return None
    others = [Not(Compared("reachable", "=", one)) for one in CHANNELS if one != found[0].value]
    return Clause(All((found[0], *others)), after.end() if after else found[1])


def can_be_written(said: str, place: int, _names: Names) -> Clause | None:
    """ "Can text them"."""
    opening = _CANS.match(said, place)
    clause = listed(said, opening.end(), _channels_in_chat()) if opening is not None else None
    if clause is None:
        return None
    after = _THEM.match(said, clause.end)
    return Clause(clause.criteria, after.end() if after else clause.end)


@cache
def _channels_in_chat() -> dict[str, Criteria]:
    """Channels, also by what is a word of its own elsewhere: "por whats" is no "whats up"."""
    whatsapp = channels()[WHATSAPP.name]
    return {**dict.fromkeys(read_words("audience:sayings")["whats"], whatsapp), **channels()}


def not_working(said: str, place: int, _names: Names) -> Clause | None:
    """ "Sms nahi jata"."""
    if (before := _LISTED_BEFORE.search(said, 0, place)) is not None and before["name"] in channels():
        return None  # "sms whatsapp nahi jata": neither, or one
    found = called(channels(), said, place)
    after = _NOT_WORKING.match(said, found[1]) if found is not None else None
    return Clause(Not(found[0]), after.end()) if found is not None and after is not None else None


def only_way(said: str, place: int, _names: Names) -> Clause | None:
    """ "Sms is the only way i can get to them": on no other channel."""
    found = called(channels(), said, place)
    after = _ONLY_WAY.match(said, found[1]) if found is not None else None
    if found is None or after is None or not isinstance(found[0], Compared):
        return None
    others = [Not(Compared("reachable", "=", one)) for one in CHANNELS if one != found[0].value]
    return Clause(All((found[0], *others)), after.end())


def replied_on(said: str, place: int, _names: Names) -> Clause | None:
    """ "Replied yesterday on WhatsApp", in either order; "WhatsApp pe reply kiya"."""
    opening = _REPLIED.match(said, place)
    found = called(_channels_in_chat() if opening else channels(), said, opening.end() if opening else place)
    behind = _PE.match(said, found[1]) if found is not None and opening is None else None
    told = opening or behind
    if found is None or told is None or not isinstance(found[0], Compared):
        return None
    window, end = then(_WINDOW, said, told.end() if behind else found[1])
    earlier = told["v"] if opening is not None else None
    time = earlier or told["w"] or (window["w"] if window else None)
    where = (Compared("channel", "=", found[0].value),)
    return Clause(_replied(where, time), end)


def _replied(where: tuple[Compared, ...], time: str | None) -> Criteria:
    return Counted("message.replied", within=read_time(time) if time else None, where=where)


def foreign(said: str, place: int, names: Names) -> Clause | None:
    """Whoever is not of the business's country, nor known to be."""
    found = _FOREIGN.match(said, place)
    return Clause(Not(Compared("country", "=", names.country)), found.end()) if found else None


def not_in_us(said: str, place: int, _names: Names) -> Clause | None:
    """ "Not US": behind a no and at an end the word is the country."""
    found = _NOT_US.match(said, place)
    return Clause(Not(Compared("country", "=", "US")), found.end()) if found is not None else None


def outside(said: str, place: int, names: Names) -> Clause | None:
    """ "Outside the US": behind it no word is anything but a place."""
    opening = _OUTSIDE.match(said, place)
    clause = listed(said, opening.end(), names.places()) if opening is not None else None
    return Clause(Not(clause.criteria), clause.end) if clause is not None else None


_NOT_US = pattern("{neg} (?:in |from |the |in the )?us(?= ?[,;.!)]| ?$| {neg} | {and} | {or} )")
_OUTSIDE = pattern("{outside} (?:the )?")
_FOREIGN = pattern("(?:from |in |de |living )?{foreign}(?!\\w)")
REACH: tuple[Reads, ...] = (
    only_on,
    can_be_written,
    not_working,
    only_way,
    replied_on,
    foreign,
    not_in_us,
    outside,
    followed(lambda _names: channels(), "{works}"),
    plain("{neg} (?:be )?(?:reachable|reached|contactable)(?: (?:on |by )?{nowhere})?(?!\\w)",
          is_so(Compared("reachable", "exists", False))),
    plain("(?:can|we can|cannot|cant|can not) (?:be reached|reach them|reach|contact them) nowhere(?!\\w)",
          is_so(Compared("reachable", "exists", False))),
    plain("(?:cant|cannot|can not) (?:be reached|reach them|reach|contact|contact them)(?: {nowhere})?(?!\\w)",
          is_so(Compared("reachable", "exists", False))),
    plain("{opted}(?! (?:of|de|from|out))(?!\\w)", is_so(Compared("opted_out", "exists", True))),
    named("{opted} (?:of|from|de) ", lambda _names: opted_out_of()),
    plain("{agreed}(?! (?:to|for|a|in))(?!\\w)", is_so(Compared("consent", "exists", True))),
    plain("{neg} (?:{agreed}|consent|permiso|permission)(?! (?:to|for|a))(?!\\w)",
          is_so(Compared("consent", "exists", False))),
)  # fmt: skip


def opted_out_of() -> dict[str, Criteria]:
    """The criteria of an opt-out, by the channel or programme that was called off."""
    return {
        name: Compared("opted_out", "=", one.value) for name, one in channels().items() if isinstance(one, Compared)
    }
