"""Opens the web chat in the browser, on the user's collection or else the sample; options as of `quotable serve`."""

import sys

from qa.cli.entry import main

if __name__ == "__main__":
    main(["serve", "--open", *sys.argv[1:]])
