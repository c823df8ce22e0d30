"""Sourcing on demand: a customer reserves, shops are asked, the first yes gets the order, and the customer pays only
for what was found."""
