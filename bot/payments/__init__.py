"""Payment providers: each verifies and parses its own webhooks, opens links, and refunds."""
