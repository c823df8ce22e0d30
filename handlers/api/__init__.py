"""The REST API for other systems: events and requests."""
