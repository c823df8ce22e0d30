"""The stores: each verifies and parses its own webhooks, and creates discounts in its own way."""
