"""Markdown in its dialects becomes blocks of canonical text."""
