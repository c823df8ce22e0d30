"""A shop's desk: what several orders ask of it, what it answers, and what it is told."""
