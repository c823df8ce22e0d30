"""/winback: the one plan that has a command, a condition and results of its own."""
