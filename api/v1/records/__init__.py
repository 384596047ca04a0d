"""Records of every object, built in or custom: one set of endpoints, driven by the catalogue."""
