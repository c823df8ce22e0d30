"""Whether somebody is written to: what stops our messages, and what may have been meant to."""
