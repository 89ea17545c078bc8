"""Opens the web chat in the browser, with the options of `quotable serve`: on the user's collection, else on the built-in sample."""

import sys

from qa.cli.main import main

if __name__ == "__main__":
    main(["serve", "--open", *sys.argv[1:]])
