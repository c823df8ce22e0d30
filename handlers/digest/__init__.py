"""The staff's daily digest, at the hour that each of them chose."""
