"""Numbers of the home screen."""
