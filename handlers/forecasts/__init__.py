"""Forecasts of messages to many people, by the rules that apply at departure; campaigns and plans use them."""
