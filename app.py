"""Opens the web chat, as `quotable serve` does: on the user's collection, else on the built-in sample."""

from qa.cli.main import main

if __name__ == "__main__":
    main(["serve"])
