"""Sourcing on demand: a customer reserves, shops are asked, the first yes wins, and only what exists is paid for."""
