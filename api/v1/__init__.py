"""Version 1 of the API: a package for each kind of resource."""
