"""Benchmarks that anybody can repeat: built-in stand-ins, several runs, and ratios within one run."""
