"""The sandbox's page and its sample shop."""
