"""Guarded reads of webhooks, and what their messages tell."""
