"""Actors that several tests act as."""

from freehold.identity.actor import Actor

CLI = Actor(user_id=None, name="Command line", source="cli")
