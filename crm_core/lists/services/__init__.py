"""Writes of views and of people's own columns."""
