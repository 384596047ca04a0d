"""Data into a workspace from files."""
