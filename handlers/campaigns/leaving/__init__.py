"""A campaign's message as it is sent: its values, its cost, and the next channel after a refusal."""
