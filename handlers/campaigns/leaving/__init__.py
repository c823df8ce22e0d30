"""A campaign's message at its departure: values, cost, and the next channel after a refusal."""
