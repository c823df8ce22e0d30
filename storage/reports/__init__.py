"""Owners' questions: figures, by aggregates in the database and never row by row; and the people in them."""
