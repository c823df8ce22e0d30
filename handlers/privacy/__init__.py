"""Requests to know or erase personal data, and opt-outs told to the staff."""
