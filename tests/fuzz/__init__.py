"""Laws that hold for any bytes: of readers, of the reader of questions, of verification, of the routes of the server.

Each module has inputs to begin with and a `check` that raises where a law is broken. `python -m tests.fuzz` looks for
such inputs with a fuzzer that follows which lines of the program they reach; `test_laws.py` checks the beginnings, and
what was found once.
"""
