"""Requests to know or erase personal data, and opt-outs that a person gave to the staff."""
