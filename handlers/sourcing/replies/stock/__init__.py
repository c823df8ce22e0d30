"""Shopkeepers' words about stock: answers to requests, statements, and lists."""
