"""The first steps in a new workspace."""
