"""The chat page: what its script may ask for, what that does, and the Gradio page around it."""
