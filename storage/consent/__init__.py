"""The consent ledger, the state that follows from it, and its proofs."""
