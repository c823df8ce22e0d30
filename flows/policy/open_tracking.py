"""Where a picture that counts opened mails needs a consent that Parley does not ask for.

A picture whose address tells who fetched it reads from the reader's device: Directive 2002/58/EC, article 5(3), by the
European Data Protection Board's Guidelines 2/2023, paragraphs 48 to 51, and regulation 6 of PECR in the United Kingdom.
"""

from __future__ import annotations

from flows.policy.departure_facts import Departure
from flows.policy.person_places import find_places

_CONSENT = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",  # the European Union
    "AX", "GF", "GP", "MF", "MQ", "RE", "YT",  # its regions with a code of their own
    "IS", "LI", "NO",  # the European Economic Area
    "GB", "GG", "IM", "JE",
})  # fmt: skip


def may_count_opens(facts: Departure) -> bool:
    """Return True if none of the places where the person may be asks for a consent to the picture."""
    return not any(place.country in _CONSENT for place in find_places(facts.person, facts.house))
