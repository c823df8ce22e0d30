"""Codes of a campaign: made in the store before the launch, shown, and reported if they stop working."""
