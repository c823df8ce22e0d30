"""Events, runs that are due, and open questions."""
