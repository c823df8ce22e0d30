"""The HTTP side: webhooks of channels and stores, the API, short links, health, and the sandbox's page."""
