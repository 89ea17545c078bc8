"""A language model writes claims from the evidence, and the gate judges them.

Questions and verified answers go in, written answers come out. Nothing is sent to any server but the one that was set.
"""
