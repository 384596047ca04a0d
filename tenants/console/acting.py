"""Operators as the trails of tenants name them."""

from dataclasses import replace

from freehold.identity.actor import Actor


def as_operator(actor: Actor) -> Actor:
    """The operator as who acts in a tenant, where their user does not exist."""
    return replace(actor, user_id=None, name=f"{actor.name} (operator)", source="operator")
