"""Columns of a file to fields of an object: what may be mapped, and what is suggested."""
