"""Units of time and of measure in the words that stand behind a number; pure."""

import re

AGE = "year of age"
UNITS_OF_TIME = frozenset("second minute hour day week month year decade century".split())
_UNITS = {
    "mile": r"miles?|mi",
    "km": r"km|kilomet(?:er|re)s?",
    "metre": r"met(?:er|re)s?",
    "cm": r"cm|centimet(?:er|re)s?",
    "foot": r"feet|foot",
    "inch": r"inch(?:es)?",
    "yard": r"yards?",
    "acre": r"acres?",
    "hectare": r"hectares?",
    "pound": r"pounds?|lbs?\.?",
    "kg": r"kg|kilograms?|kilos?",
    "ounce": r"ounces?",
    "ton": r"tons?|tonnes?",
    "barrel": r"barrels?",
    "gallon": r"gallons?",
    "litre": r"lit(?:er|re)s?",
    "kw": r"kilowatts?|kw",
    "mw": r"megawatts?|mw",
    "gw": r"gigawatts?|gw",
    "degree": r"degrees?",
    "second": r"seconds",
    "minute": r"minutes?",
    "hour": r"hours?",
    "day": r"days?",
    "week": r"weeks?",
    "month": r"months?",
    "year": r"years?",
    "decade": r"decades?",
    "century": r"century|centuries",
}
UNIT = "|".join(_UNITS.values())
TIMES = "|".join(pattern for name, pattern in _UNITS.items() if name in UNITS_OF_TIME)
MEASURES = "|".join(pattern for name, pattern in _UNITS.items() if name not in UNITS_OF_TIME)
"""Alternatives of patterns for the words of units of time, and of the other units."""


def unit_of_measure(words: str) -> str:
    """The unit in the singular, as 'square foot' or 'mile per hour'; empty where the words hold none."""
    if words.endswith(("old", "of age")):
        return AGE
    words, per, _ = words.replace(" an hour", " per hour").partition(" per hour")
    for name, pattern in _UNITS.items():
        if match := re.search(rf"(?:^|(?P<kind>\w+) )(?:{pattern})$", words):
            return f"{match['kind'] or ''} {name}{per}".strip()
    return ""
