"""The doctor, on real databases and against the vendors' stand-ins."""
