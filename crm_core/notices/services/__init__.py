"""Making, reading off and removing notifications."""
