"""Questions and prices in a staff member's text to a customer.

"Shall I keep two?" and "both for 600" are answered to the staff, regardless of the answer's meaning to us.
"""

_SIGNS = frozenset("?%₹$€£")


def may_settle(text: str) -> bool:
    """Return True if a customer's next words may answer the staff's text: it asks, or has a figure or a price."""
    return any(letter.isdigit() or letter in _SIGNS for letter in text)
