"""Guarded reads of views."""
