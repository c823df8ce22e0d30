"""The shops we listen to: each proves and reads its own webhooks, and makes discounts in its own way."""
