"""Audiences: criteria for customers as a tree. Storage evaluates them in SQL, flows on one person's facts."""
