"""Sponsors, promotions, prompts, and the ledger that bills them."""
