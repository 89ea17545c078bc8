"""Retrievers for frameworks, one a module; each needs the extra of its name."""
