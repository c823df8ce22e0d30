"""Databases that earlier versions made, kept here as they were left, and what this version does with them."""
