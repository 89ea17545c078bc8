"""What visitors asked, the answers they got, and their feedback: kept, listed and removed.

It neither answers nor renders.
"""
