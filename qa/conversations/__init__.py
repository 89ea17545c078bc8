"""What visitors asked, what they were answered and what they think of it: kept, listed and removed.

It answers nothing and renders nothing.
"""
