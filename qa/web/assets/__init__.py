"""What the browser loads for the first screen, joined so that it is few requests."""
