"""The built-in collection of our own briefs."""
