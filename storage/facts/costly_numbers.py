"""Numbers that cost a multiple to write to."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_NO_COUNTRY = "001"  # phonenumbers' code for networks without a country: satellites, international premium (+979) …
_WRITTEN = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


@lru_cache(maxsize=4096)
def is_dear(phone: str) -> bool:
    """Return True if an E.164 number is premium, shared-cost or personal, or of a network without a country."""
    import phonenumbers  # loaded with the first recipient's number

    code = _find_code(phone) if _WRITTEN.fullmatch(phone) else None
    if code is not None and not _join_patterns(code).fullmatch(phone, len(str(code)) + 1):
        return False  # most numbers; the whole answer takes twenty times as long
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.region_code_for_country_code(parsed.country_code or 0) == _NO_COUNTRY:
        return True
    kind = phonenumbers.PhoneNumberType
    return phonenumbers.number_type(parsed) in {kind.PREMIUM_RATE, kind.SHARED_COST, kind.PERSONAL_NUMBER}


def _find_code(phone: str) -> int | None:
    """Return the calling code of a number of a country; None for others."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE as REGIONS

    code = next((int(phone[1:end]) for end in (2, 3, 4) if int(phone[1:end]) in REGIONS), None)
    return None if code is None or _NO_COUNTRY in REGIONS[code] else code


@cache
def _join_patterns(code: int) -> re.Pattern[str]:
    """Return the pattern of every number that may be dear in a country of that calling code, and of every number that
    is read in another form: with a prefix for calls within the country, or with a zero in front."""
    from phonenumbers import PhoneMetadata, region_codes_for_country_code

    found = [
        one for region in region_codes_for_country_code(code) if (one := PhoneMetadata.metadata_for_region(region))
    ]
    kinds = [kind for one in found for kind in (one.premium_rate, one.shared_cost, one.personal_number) if kind]
    dear = {kind.national_number_pattern for kind in kinds if kind.national_number_pattern}
    read = {f"(?:{one.national_prefix_for_parsing}).*" for one in found if one.national_prefix_for_parsing}
    return re.compile("|".join({"0.*", *dear, *read}))
