"""Processes that answer questions about a collection, beside the one that serves it.

One process answers one question at a time, since Python's lock lets one thread run; several answer as many as there are
processors. Everything else, from uploads to conversations and limits, stays in the process that serves.
"""
