"""The staff's daily digest, at each member's own hour."""
