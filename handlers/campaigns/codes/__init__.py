"""Codes of a campaign: made in the store before it goes out, shown, and told when dead."""
