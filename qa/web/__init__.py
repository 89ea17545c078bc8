"""The web chat and the HTTP API: a server, its routes and middleware, pages as pure functions, static files."""

import os

# Gradio reads it when a page is made, and may have been imported by then: nothing phones home.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
