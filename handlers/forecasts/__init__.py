"""Forecasts of messages to many people, made by the rules of the departure; campaigns and plans share them."""
