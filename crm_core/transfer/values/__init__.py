"""Cells as values: numbers, money, dates and the rest, in the ways that people write them."""
