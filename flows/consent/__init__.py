"""The question whether our messages shall stop."""
