"""Opt-outs in a clause of their own: "please stop sending me this. yes order the mug".

The story around an opt-out may be about another thing ("take me off your list, they come at six"). So a clause revokes
a consent only if the rest is surely about another thing; otherwise the text is weighed as a whole.
"""

import re

from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.clauses import SaidClause, split_clauses
from handlers.replies.opt_out_recognition import OptOut, ends_beside, has_our_messages, is_keyword, read_opt_out
from handlers.replies.opt_out_wordings import drop_footers
from handlers.replies.standalone_stop import StopApart, find_keyword_apart
from handlers.replies.wish_phrases import wishes

_CODED = re.compile(r"\S+\s+\S+.*(?<!\d)\d{5,6}(?!\d)")
_LONGEST = 300  # characters that are read


def find_part_stop(text: str, *, asked: bool = False) -> StopApart | None:
    """Return the opt-out in one clause of a text, and the rest; None if no clause is one, or the whole text is.

    ``asked``: another question is open, and a bare "stop" before the rest may answer it.
    """
    text = drop_footers(text)
    if len(text) > _LONGEST:
        return None
    apart = find_keyword_apart(text, asked=asked)
    return apart or next(filter(None, map(_read_clause, split_clauses(text))), None)


def _read_clause(clause: SaidClause) -> StopApart | None:
    said = clause.text
    if not is_bare_cancel(said) and read_opt_out(said) is OptOut.STOP:
        return StopApart(said, clause.rest, sure=has_our_messages(said) or not is_keyword(said))
    return StopApart(said, clause.rest, sure=False) if ends_beside(clause) else None


def is_another_thing(rest: str) -> bool:
    """Return True if the rest next to a stop is surely about something else: a wish, or an address with postcode."""
    return wishes(rest) or _CODED.search(rest) is not None
