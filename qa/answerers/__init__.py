"""From hits to a draft of an answer."""
