"""Shopkeepers' messages: answers to requests, and wishes of their own accord."""
