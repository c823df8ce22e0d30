"""The REST API: what other systems tell us and ask of us."""
