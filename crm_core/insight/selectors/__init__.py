"""Guarded reads of numbers."""
