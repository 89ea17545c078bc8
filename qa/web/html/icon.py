"""The icon of every page."""

from urllib.parse import quote

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f2a37"/>'
    '<path d="M7 17.5h18v6H7z" fill="#f7d154"/><path d="M9 9h14v3H9zM9 19h14v3H9z" fill="#fff" opacity=".92"/>'
    '<path d="M9 19h14v3H9z" fill="#1f2a37"/></svg>'
)
ICON_LINK = f'<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,{quote(_ICON, safe="")}">'
"""Element for the head of a page."""
