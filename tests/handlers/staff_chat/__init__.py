"""Tests of what the staff can do in their chat."""
