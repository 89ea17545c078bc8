"""Opens the web chat: on the collection of QUOTABLE_COLLECTION, else on the one in the user's data folder, else on
the built-in sample.
"""  # noqa: D205

from qa.cli import main

if __name__ == "__main__":
    main(["serve"])
