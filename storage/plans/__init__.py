"""Plans that are kept: their rows and versions, whoever entered one, and what came of it."""
