"""Clauses of what customers agreed to, the other way round too: "offers ke liye haan nahi bola", "not for offers"."""

from __future__ import annotations

from collections.abc import Mapping

from flows.audience.criteria import Compared, Criteria, Not
from flows.policy.facts import Programme
from handlers.audience.replies.kinds import Clause, Reads, listed, named
from handlers.audience.replies.names import Names
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_words

_KINDS = {Programme.OFFERS: "offers", Programme.REMINDERS: "reminders", Programme.PARTNER_OFFERS: "partner_offers"}
_BEHIND = pattern(
    r" (?:(?:ke liye|ko|ka|ki|ke|के लिए|को|का) )?(?:(?P<no>{neg}) )?{agree_behind}"
    r"(?P<nor> {neg}(?: {agree_did})?)?(?!\w)"
)
_NOT_FOR = pattern("(?:{neg} (?:for|to|para|a)|not) (?:the |las |los )?")


def programmes(_names: Names) -> Mapping[str, Criteria]:
    """What consents are for."""
    words = read_words("audience:topics")
    return {
        normalise(word): Compared("consent", "=", one.value)
        for one, kind in _KINDS.items()
        for word in words[f"for_{kind}"]
    }


def agreed_behind(said: str, place: int, names: Names) -> Clause | None:
    """ "Reminder lena chahte hain", "offers ke liye haan nahi bola"."""
    clause = listed(said, place, programmes(names))
    found = _BEHIND.match(said, clause.end) if clause is not None else None
    if clause is None or found is None:
        return None
    no = found["no"] or found["nor"] or pattern("{neg}").search(found[0])
    return Clause(Not(clause.criteria) if no else clause.criteria, found.end())


def not_for(said: str, place: int, names: Names) -> Clause | None:
    """ "Opted in for reminders but not for offers"."""
    found = _NOT_FOR.match(said, place)
    clause = listed(said, found.end(), programmes(names)) if found is not None else None
    return Clause(Not(clause.criteria), clause.end) if clause is not None else None


AGREEING: tuple[Reads, ...] = (
    named(
        "(?:{consent}|{agreed} (?:for|to|a|para)|{agrees}) (?:{receive} )?(?:(?:the|our|my|mis|las|los|de|a) )?",
        programmes,
    ),
    agreed_behind,
    not_for,
)
