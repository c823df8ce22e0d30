"""A campaign as the staff types it: one grammar, a card with buttons, and the questions for its parts."""
