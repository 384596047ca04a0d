"""The OpenAPI document: of a workspace as its user sees it, or of what every workspace has."""
