"""What a file says about itself: front matter, head lines, sidecars, days in names."""
