"""Keeps what a language model wrote, so that the same question costs nothing the second time.

Each answer is one small file, put in place in one step: processes can share the folder without a lock. Only the model's
claims are kept, and the gate judges them again whenever they are read.
"""

import json
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time

from qa.gate.evidence import Claim, Evidence
from qa.llm.claim_reader import MOST_CLAIMS
from qa.llm.model import Ended, LanguageModel
from qa.llm.prompts import VERSION
from qa.llm.written import ModelAnswer, write
from qa.settings import LlmSettings

MOST_KEPT = 500
"""The most answers that are kept; beyond that, those unused for longest are deleted."""
_UNFINISHED, _ABANDONED = ".part", 60.0
"""End of the name of a file that is being written, and seconds after which it counts as abandoned."""


class AnswerCache:
    """Answers of one generation of a collection; those of others are deleted when one is kept.

    A file that cannot be read or written is ignored: a cache never prevents an answer.
    """

    def __init__(self, folder: Path, generation: int) -> None:
        """Name the folder, which is made when it is needed, and the generation of the collection."""
        self._folder = folder
        self._generation = generation

    def write(
        self,
        model: LanguageModel,
        question: str,
        evidence: Sequence[Evidence],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Generator[Claim | ModelAnswer, None, None]:
        """Like `written.write`, but free if the answer is kept; a new one is then kept.

        Raises:
            LlmError: Nothing that can be used was written.
        """
        kept = self.get(model.settings, question, evidence)
        if kept is not None:
            yield from kept.claims
            yield kept
            return
        for made in write(model, question, evidence, is_stopped):
            if isinstance(made, ModelAnswer):
                self.put(model.settings, question, evidence, made)
            yield made

    def get(self, settings: LlmSettings, question: str, evidence: Sequence[Evidence]) -> ModelAnswer | None:
        """What this model wrote on this question from this evidence, at no cost; None where it is not kept.

        Args:
            settings: The model.
            question: The standalone question.
            evidence: What may be cited.
        """
        file = self._file(settings, question, evidence)
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            claims = tuple(Claim(str(claim["text"]), tuple(map(str, claim["cites"]))) for claim in found["claims"])
            not_in_sources = bool(found["not_in_sources"])
            os.utime(file)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return ModelAnswer(claims, not_in_sources, Ended(None, False, 0, 0, False, 0.0))

    def put(self, settings: LlmSettings, question: str, evidence: Sequence[Evidence], written: ModelAnswer) -> None:
        """Keep what was written; not where it broke off or was stopped before it claimed all that it may."""
        if written.ended.error is not None or (written.ended.was_stopped and len(written.claims) < MOST_CLAIMS):
            return
        kept = {
            "claims": [{"text": claim.text, "cites": claim.cites} for claim in written.claims],
            "not_in_sources": written.not_in_sources,
        }
        file = self._file(settings, question, evidence)
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            with NamedTemporaryFile("w", encoding="utf-8", dir=self._folder, suffix=_UNFINISHED, delete=False) as new:
                json.dump(kept, new, ensure_ascii=False)
            os.replace(new.name, file)
            self._make_room()

    def _file(self, settings: LlmSettings, question: str, evidence: Sequence[Evidence]) -> Path:
        shown = [(one.id, one.text, one.document, one.title, str(one.date), one.speaker) for one in evidence]
        asked = json.dumps([VERSION, settings.base_url, settings.model, question, shown])
        return self._folder / f"{self._generation}-{sha256(asked.encode()).hexdigest()}.json"

    def _make_room(self) -> None:
        """Delete answers of other generations, which may tell of documents that were removed, and the oldest."""
        now = time()
        for left in self._folder.glob(f"*{_UNFINISHED}"):  # by a process that was killed
            if now - _modified(left) > _ABANDONED:
                left.unlink(missing_ok=True)
        files = list(self._folder.glob("*.json"))
        current = [file for file in files if file.name.startswith(f"{self._generation}-")]
        kept = sorted(current, key=_modified, reverse=True)[:MOST_KEPT]
        for file in set(files).difference(kept):
            file.unlink(missing_ok=True)


def _modified(file: Path) -> float:
    """When a file was last changed; long ago where another process has deleted it."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
