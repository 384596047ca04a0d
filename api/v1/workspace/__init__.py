"""What concerns the whole workspace: oneself, the catalogue, search, undo, the audit trail."""
