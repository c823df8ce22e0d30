"""Numbers that cost a multiple to write to."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_NO_COUNTRY = "001"  # phonenumbers' code for networks without a country: satellites, international premium (+979) …
_AMERICAN = re.compile(r"\+1[2-9]\d{9}", re.ASCII)


@lru_cache(maxsize=4096)
def is_dear(phone: str) -> bool:
    """Return True if an E.164 number is premium, shared-cost or personal, or of a network without a country."""
    import phonenumbers  # loaded with the first recipient's number

    if _AMERICAN.fullmatch(phone) and not _join_american_patterns().fullmatch(phone[2:]):
        return False  # most numbers; the whole answer takes twenty times as long
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.region_code_for_country_code(parsed.country_code or 0) == _NO_COUNTRY:
        return True
    kind = phonenumbers.PhoneNumberType
    return phonenumbers.number_type(parsed) in {kind.PREMIUM_RATE, kind.SHARED_COST, kind.PERSONAL_NUMBER}


@cache
def _join_american_patterns() -> re.Pattern[str]:
    """Return the pattern of every number of the +1 plan that may be dear, in any of its countries."""
    from phonenumbers import PhoneMetadata, region_codes_for_country_code

    found = [PhoneMetadata.metadata_for_region(region) for region in region_codes_for_country_code(1)]
    kinds = [kind for one in found if one for kind in (one.premium_rate, one.shared_cost, one.personal_number) if kind]
    return re.compile("|".join({kind.national_number_pattern for kind in kinds if kind.national_number_pattern}))
