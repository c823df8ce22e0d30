"""First names for greetings, and the merge tags of other tools.

Shops and exports fill an unknown name with "null", "Guest" or the e-mail address, and leave tags unfilled. Nobody is
greeted by these.
"""

from __future__ import annotations

import re

from flows.name_folding import fold_name

_NO_NAMES = frozenset({"null", "nil", "undefined", "none", "nan", "n/a", "na", "guest", "customer", "unknown"})
# *|FNAME|* of Mailchimp, %FIRSTNAME% of ActiveCampaign, <<name>> and [first name] of others; {{ name }} is our own.
# Brackets alone are no tag: "[SALE] 20% off".
FOREIGN_TAG = re.compile(
    r"\*\|[^|\n]{1,40}\|\*|%[a-z][a-z_.-]{1,39}%|<<[a-z_ ]{1,40}>>"
    r"|\[(?:[a-z]{1,20}[_ -]?)?(?:name|brand|link|code|offer|city)\]",
    re.IGNORECASE,
)
ANY_TAG = re.compile(rf"{FOREIGN_TAG.pattern}|\{{\{{?\s*[^\W\d]\w*\s*(?:\|[^{{}}]*)?\}}\}}?", re.IGNORECASE)
"""A tag of another tool, or a placeholder of our own: {name}, {{ name|friend }}."""


def get_first_name(name: str | None) -> str:
    """Return the first word of a person's name, "" if it is no name: a placeholder, an e-mail address, a number."""
    first = next(iter((name or "").split()), "")
    word = fold_name(first).strip("\"'.,:;!?-()")
    is_placeholder = word in _NO_NAMES or "{" in first or FOREIGN_TAG.search(name or "") is not None
    return "" if is_placeholder or "@" in first or not any(map(str.isalpha, first)) else first
