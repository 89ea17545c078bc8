"""Questions with known answers go in; figures come out.

It measures a collection through its public interface and changes nothing.
"""
