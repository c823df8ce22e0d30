"""Numbers that cost a multiple to write to."""

from __future__ import annotations

from functools import lru_cache

_NO_COUNTRY = "001"  # phonenumbers' code for networks without a country: satellites, international premium (+979) …


@lru_cache(maxsize=4096)
def is_dear(phone: str) -> bool:
    """Return True if an E.164 number is premium, shared-cost or personal, or of a network without a country."""
    import phonenumbers  # loaded with the first recipient's number

    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.region_code_for_country_code(parsed.country_code or 0) == _NO_COUNTRY:
        return True
    kind = phonenumbers.PhoneNumberType
    return phonenumbers.number_type(parsed) in {kind.PREMIUM_RATE, kind.SHARED_COST, kind.PERSONAL_NUMBER}
