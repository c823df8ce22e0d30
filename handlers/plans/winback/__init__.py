"""/winback: the one plan with a command of its own, with its condition and its results."""
