"""Writes of the guide and of samples."""
