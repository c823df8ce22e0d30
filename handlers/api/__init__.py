"""The REST API for other systems: news and requests."""
