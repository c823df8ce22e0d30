"""Questions and prices in a staff member's text to a customer.

The answers to "Shall I keep two?" and "both for 600" go to the staff, even if they could mean something to Parley.
"""

_SIGNS = frozenset("?%₹$€£")


def may_settle(text: str) -> bool:
    """Return True if a customer's next message may answer the staff's text: it asks, or has a number or a price."""
    return any(letter.isdigit() or letter in _SIGNS for letter in text)
