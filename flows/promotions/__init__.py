"""Offers of partner brands after a return: sponsors, their promotions, prompts, and what a click costs."""
