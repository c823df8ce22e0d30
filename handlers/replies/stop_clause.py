"""An opt-out that is a clause of its own, beside something else: "please stop sending me this. yes order the mug",
"12 Park Street, Delhi 110001. and dont text me anymore".

What is told around an opt-out may speak of another thing ("take me off your list, they come at six"), so a clause takes
back a consent only where the rest is surely another thing; else the text is weighed as a whole.
"""

import re

from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.clauses import SaidClause, clauses
from handlers.replies.opt_out_recognition import OptOut, ends_beside, is_keyword, names_our_messages, read_opt_out
from handlers.replies.opt_out_wordings import without_footers
from handlers.replies.standalone_stop import StopApart, keyword_apart
from handlers.replies.wish_phrases import wishes

_CODED = re.compile(r"\S+\s+\S+.*(?<!\d)\d{5,6}(?!\d)")
_LONGEST = 300  # characters that are looked at


def part_stop(text: str, *, asked: bool = False) -> StopApart | None:
    """The opt-out that one clause of a text is, and the rest; None where none is, or it is all of the text. ``asked``:
    another question is open, which a bare "stop" before the rest may be said of."""
    text = without_footers(text)
    if len(text) > _LONGEST:
        return None
    apart = keyword_apart(text, asked=asked)
    return apart or next(filter(None, map(_in_clause, clauses(text))), None)


def _in_clause(clause: SaidClause) -> StopApart | None:
    said = clause.text
    if not is_bare_cancel(said) and read_opt_out(said) is OptOut.STOP:
        return StopApart(said, clause.rest, sure=names_our_messages(said) or not is_keyword(said))
    return StopApart(said, clause.rest, sure=False) if ends_beside(clause) else None


def is_another_thing(rest: str) -> bool:
    """Whether what stands beside a stop is surely another thing: it wishes for something, or ends by a postal code."""
    return wishes(rest) or _CODED.search(rest) is not None
