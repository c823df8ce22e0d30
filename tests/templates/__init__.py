"""Tests of the message templates: what is said, how it fits, and what a text may not do."""
