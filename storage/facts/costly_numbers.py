"""Numbers that cost whoever writes to them a multiple."""

from __future__ import annotations

from functools import lru_cache

_NO_COUNTRY = "001"  # as phonenumbers calls networks of no country: satellites, international premium (+979) …


@lru_cache(maxsize=4096)
def is_dear(phone: str) -> bool:
    """Whether an E.164 number is a premium, shared-cost or personal one, or of a network of no country."""
    import phonenumbers  # loaded with the first number that is written to

    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.region_code_for_country_code(parsed.country_code or 0) == _NO_COUNTRY:
        return True
    kind = phonenumbers.PhoneNumberType
    return phonenumbers.number_type(parsed) in {kind.PREMIUM_RATE, kind.SHARED_COST, kind.PERSONAL_NUMBER}
