"""Files go in; the store comes out up to date: read, split, indexed by words and encoded.

Only the holder of the writer's lock may call it. It answers nothing.
"""
