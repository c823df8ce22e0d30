"""/winback: the one plan that has a command of its own, with its condition and its results."""
