"""Runs one fuzzer in a process of its own, which a fault in a library may end.

The arguments are the target, the folder and the seconds.
"""

import hashlib
import importlib
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType

import atheris

SECONDS_AN_INPUT = 20
"""Processor time, of a program that counts every line that it runs; inputs are small."""
_LONGEST = 100_000
"""Bytes of an input."""


class TooSlowError(BaseException):
    """An input takes too long; nothing that catches exceptions catches it."""


def main() -> None:
    """Run until the time is over; what fails is kept in the folder, once for each place where it does."""
    target, folder, seconds = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    with atheris.instrument_imports(include=["qa"]):
        module = importlib.import_module(f"fuzz.{target}")
        seeds = module.seeds()
        for seed in seeds:  # what is imported when it is first needed must be followed too
            module.check(seed)
    failures, known, counted = folder / "failures", folder / "known", folder / "examples"
    for made in (failures, known):
        made.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (known / f"seed-{number}").write_bytes(seed)
    words = folder / "words"
    words.write_text("".join(_quoted(word.encode()) for word in module.TOKENS), encoding="ascii")
    signal.signal(signal.SIGVTALRM, _too_slow)
    count = int(counted.read_text()) if counted.exists() else 0

    def tried(data: bytes) -> None:
        nonlocal count
        count += 1
        if count % 100 == 0:
            counted.write_text(str(count), encoding="ascii")
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_AN_INPUT)
        try:
            module.check(data)
        except BaseException as error:  # whatever it is, it is a fault
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            _keep(failures, data, error)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        return bytes(module.mutate(data, seed, lambda part: atheris.Mutate(part, len(part) + 200)))[:most]

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST}",
        "-timeout=1200",
        "-report_slow_units=120",
        "-rss_limit_mb=6000",
    ]
    options += [f"-dict={words}", f"-artifact_prefix={failures}/", "-print_final_stats=1", str(known)]
    atheris.Setup([sys.argv[0], *options], tried, custom_mutator=mutated if hasattr(module, "mutate") else None)
    atheris.Fuzz()


def _keep(failures: Path, data: bytes, error: BaseException) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    place = next(
        (frame for frame in reversed(frames) if "/qa/" in frame.filename or "/fuzz/" in frame.filename), frames[-1]
    )
    name = hashlib.sha256(f"{type(error).__name__} {place.filename} {place.lineno}".encode()).hexdigest()[:12]
    kept = failures / name
    if kept.exists() and kept.stat().st_size <= len(data):
        return
    kept.write_bytes(data)
    told = "".join(traceback.format_exception(error))
    kept.with_suffix(".txt").write_text(told, encoding="utf-8", errors="backslashreplace")


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlowError


def _quoted(word: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n'


if __name__ == "__main__":
    main()
