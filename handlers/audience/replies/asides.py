"""What a phrase says of nobody: a greeting, a laugh, what somebody wants to do with these people, a loose word that the
next one makes exact.

Only words of closed lists are passed over: a denial, a number or a name among them is left to be read, or asked about.
"""

from __future__ import annotations

import re

from handlers.audience.replies.remarks import without_remarks
from handlers.audience.replies.words import pattern

_DASH, _SIGNS = pattern(r"\s+(?:-+|–|—) (?={neg}(?!\w))|\s*…\s*"), re.compile(r"\s{2,}")
_HOURS = re.compile(r"(?<![\w.,])(24|48|72) ?(?:hours|hrs|hr|hour|h|horas|ghante|ghanton|घंटे|घंटों)(?!\w)")
_ASIDE = pattern(r"(?:{aside})(?!\w)(?! (?:with|for|to|con|a|si)(?!\w))")
_OF_OURS = pattern(r" (?:{with_us})(?= ?[,.;!]| ?$| (?!{of_us}))")
_WORD = "(?:{purpose_word}(?: |(?=[,.;!]|$)))"
_PURPOSE = pattern(rf"(?:^|(?<=[,.;!]) ?| )(?:{{purpose}}) {_WORD}{{1,9}}(?=[,.;!]|$)")
_OPENING = pattern(
    rf"^(?:{{aside}} |{{filler}} )*(?:{{purpose}}) {_WORD}{{0,5}}?(?:(?:{{purpose_to}}) |(?={{purpose_whom}} ))"
)
_WHERE = pattern(r" ?,? ?(?:{wherever})(?!\w)")
_LEAD = r"(?P<lead>[ ,(]+(?:{meaning} )?)"
_EXACT = (
    (pattern("{coupon_lovers}"),
     pattern(r"(?P<lead>[ ,(:–-]+)(?:(?:{used} )?{discount} {quantity}|{used} {quantity} {discount})")),
    (pattern("{spends_well}"), pattern(_LEAD + r"(?:{monetary}|{percentile}|{spent}|{top} \d)(?!\w)")),
    (pattern("{runs_low}"), pattern(_LEAD + r"{last_order}(?!\w)")),
    (pattern(r"{nearly} (?:their |the |a |his |her )?(?:free|next) \w+"),
     pattern(_LEAD + r"{quantity}(?: ?%| percent)? {loyalty_card}")),
    (pattern("{silence}"), pattern(r"(?P<lead>[ ,.!(]+(?:{meaning} )?)(?:{neg}|{nought}) ")),
)  # fmt: skip


def without_asides(said: str) -> str:
    """The phrase without asides, or as written where no word else would be left."""
    bare = _HOURS.sub(lambda found: f"{int(found[1]) // 24} days", _DASH.sub(", ", said))
    bare = without_remarks(bare)
    for aside in (_WHERE, _OPENING, _PURPOSE, _OF_OURS, _ASIDE):
        bare = aside.sub(" ", bare)
    for loose, exact in _EXACT:
        bare = _exact(loose, exact, bare)
    bare = _SIGNS.sub(" ", bare).strip()
    return bare if any(one.isalnum() for one in bare) else said


def _exact(loose: re.Pattern[str], exact: re.Pattern[str], said: str) -> str:
    """ "Big money (monetary 4 or 5)": without the loose words where the next ones say what they mean."""
    found = loose.search(said)
    after = exact.match(said, found.end()) if found is not None else None
    if found is None or after is None:
        return said
    return f"{said[: found.start()]} {said[after.end('lead') :]}"
