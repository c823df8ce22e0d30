"""Calls to other systems, a module for each kind: the request, the retries, and the recipients of the answer."""
