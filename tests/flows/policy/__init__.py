"""Tests of the judgement at departure."""
