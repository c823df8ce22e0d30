"""Shopkeepers' messages: answers to requests, and requests of their own."""
