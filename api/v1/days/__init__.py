"""Notifications, and what belongs to one's own day."""
