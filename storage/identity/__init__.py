"""Names of people: their owners, people's places, and search."""
