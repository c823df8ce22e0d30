"""The page of a sourced order."""
