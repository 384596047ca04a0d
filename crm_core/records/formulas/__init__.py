"""The language of formulas: read, checked against the catalogue, compiled to SQL."""
