"""Codes of a campaign: made in the store before it goes out, given at each departure, shown, and told when dead."""
