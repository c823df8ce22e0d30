"""Does a member of the staff ask a customer something, or name a price?

"Shall I keep two?" and "both for 600" are answered to the staff, whatever the words of the answer would mean to us.
"""

_SIGNS = frozenset("?%₹$€£")


def may_settle(text: str) -> bool:
    """Whether a customer's next words may answer this to the staff: it asks, or holds a figure or a price."""
    return any(letter.isdigit() or letter in _SIGNS for letter in text)
