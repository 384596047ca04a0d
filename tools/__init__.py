"""What the Makefile is made of. `environment` and `node` need nothing but Python itself."""
