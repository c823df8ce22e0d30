"""Plans by the REST API: the same ones as in chat."""
