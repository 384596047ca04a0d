"""Guarded reads of the guide."""
