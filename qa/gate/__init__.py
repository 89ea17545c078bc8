"""A written claim and its evidence go in; whether the claim may be shown comes out, with the cause if not.

Pure but for the encoder that scores meaning. It writes nothing itself.
"""
