"""Questions that documents answer: made of their own sentences, and offered once they were asked and answered."""
