"""Repeatable benchmarks: built-in stubs, several runs, and ratios within one run."""
