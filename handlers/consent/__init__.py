"""Consent as a conversation: what is asked, what people answer, and how they come back."""
