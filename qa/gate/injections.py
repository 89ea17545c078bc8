"""Sentences of documents that give orders to whoever reads them, a model among them; pure."""

import re

from qa.gate.evidence import Evidence

_TO_A_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:above|previous|prior|earlier|preceding|foregoing"
    r"|instructions?|prompts?|rules|evidence|everything|sentences)\b"
    r"|\b(?:system|assistant|user|developer)(?: \w+)?:\s"
    r"|\b(?:you are|act as|as) (?:now )?an? (?:\w+ )?(?:AI|assistant|language model|chatbot|LLM)\b"
    r"|\bsystem (?:prompt|message)\b|\b(?:your|these|the) (?:instructions|prompt)\b"
    r"|<\/?(?:evidence|system|instructions?|sentence|s)\b|\[/?INST\]|<\|"
    r"|\bcite (?:the )?(?:sentences? )?S\d+\b"
    r"|\byou must (?:now )?(?:say|answer|tell|reply|respond|write|claim|state)\b",
    re.IGNORECASE,
)
_TO_A_READER = re.compile(
    r"^\W*(?:please |now |instead,? )*(?:say|state|answer|reply|respond|write|print|output|claim|repeat|pretend)\b"
    r"[^.]{0,40}?\b(?:that|with|only|the following)\b",
    re.IGNORECASE,
)


def gives_orders(cited: Evidence) -> bool:
    """Whether a sentence orders what is to be answered, or stands behind one of its passage that does."""
    if _TO_A_MODEL.search(cited.text) or _TO_A_READER.search(cited.text):
        return True
    order = _TO_A_MODEL.search(cited.passage)
    place = cited.passage.find(cited.text)
    return order is not None and place > order.start()
