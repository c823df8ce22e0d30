"""How much of a phrase is read."""

LONGEST = 300
"""Characters of a phrase; a longer one is not read, for a part of it means other people."""
