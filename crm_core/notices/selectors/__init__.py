"""Guarded reads of notifications."""
