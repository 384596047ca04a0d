"""Writes of users and API keys. They trust their caller: the layer above asks who may do this."""
