"""Hits go in; a verified answer comes out: quotations, short answers, timelines, confidence, abstention, citations.

Only `citations` may make an answer, and only from words that stand in their documents.
"""
