"""The web chat: pure rendering of answers and sources, and the Gradio page around it."""

import os

# Gradio reads it when a page is made, and may have been imported by then: nothing phones home.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
