"""What a message is expected to cost before its provider says, in micro-units of the currency the provider bills in."""

from __future__ import annotations

from flows.channels import CHANNELS, SMS, TELEGRAM, WHATSAPP
from flows.policy.places import number_country

DAILY_SPEND = 50
"""The most that a business spends in a day unless it says otherwise, in whole units of what its provider bills in:
about 6 000 SMS in the US. A night of pumping costs no more."""

# Twilio's list prices for the US at the time of writing; twilio.com/en-us/sms/pricing/us and /whatsapp/pricing.
EXPECTED_PRICE = {SMS.name: 8_300, WHATSAPP.name: 30_000, TELEGRAM.name: 0}

# By SMS everywhere else, whichever country it is: more than Twilio lists for India (0.083), Germany (0.111), France or
# Brazil, so that a limit is reached too soon rather than too late. The real price takes its place when it is known.
_ABROAD = 15
_AT_HOME = frozenset({"US", "CA"})


def expected_price(channel: str, phone: str | None) -> int:
    """What one message on that channel to that number is taken to cost; the first digits of the number suffice."""
    price = EXPECTED_PRICE[channel]
    abroad = CHANNELS[channel].pumped and phone is not None and number_country(phone) not in _AT_HOME
    return price * _ABROAD if abroad else price
