"""The command line: arguments in, text or JSON out, errors as one line."""
