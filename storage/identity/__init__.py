"""Names of people: who has a name, where people may be, and how they are found."""
