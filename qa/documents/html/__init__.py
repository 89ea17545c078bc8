"""HTML, of a page or within Markdown, becomes blocks of canonical text."""
