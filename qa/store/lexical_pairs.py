"""Words of scripts without spaces, for the lexical index: Chinese, Japanese and Korean text in overlapping pairs.

Pairs of letters find what dictionaries of words find, without one: Nie, Gao, Zhou: 'On the use of words and n-grams for
Chinese information retrieval', 2000.
"""

import re

_LETTERS = (
    "\u3005-\u3007\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_LETTERS}]+(?:\n[{_LETTERS}]+)*")


def in_pairs(text: str) -> str:
    """A text with every two letters that follow each other in such a script as a word, and a lone letter as one."""
    return _RUN.sub(lambda run: _pairs(run[0].replace("\n", "")), text)


def _pairs(letters: str) -> str:
    pairs = (letters[start : start + 2] for start in range(max(1, len(letters) - 1)))
    return f" {' '.join(pairs)} "
