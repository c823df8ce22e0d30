"""Plans stored as data: the entrance, the steps, the exits, and the rest period of people who did not respond."""
