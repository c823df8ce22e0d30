"""Events, due runs, and open questions."""
