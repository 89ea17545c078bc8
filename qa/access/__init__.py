"""Who may do what on a server: users with passwords, keys of programs, their roles, and the log-ins that last.

They are kept in a database of their own, apart from collections: a collection can be copied to another server without
the people of this one.
"""
