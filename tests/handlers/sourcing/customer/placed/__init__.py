"""Tests of what customers ask about orders that are placed."""
