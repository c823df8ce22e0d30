"""Payment providers: each proves and reads its own webhooks, opens links, and refunds."""
