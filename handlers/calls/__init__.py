"""Calls to other systems, a module for each kind: the request, the retries, and who gets the answer."""
