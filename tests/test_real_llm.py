"""A language model behind a real server that runs here: transformers' own, with a tiny model of random weights."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import pytest
from support.places import Write

from qa import Author, Collection
from qa.errors import LlmAnswerError
from qa.gate.evidence import Evidence
from qa.llm.model import Ended, LanguageModel
from qa.llm.request import Limits
from qa.llm.written import write as write_claims
from qa.settings import LlmSettings

pytestmark = pytest.mark.model

EVIDENCE = [Evidence("S1", "Ninety.", "bread.md", "Bread", None, None, 0, 7, "Ninety.")]
CHAT = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"
Within = Callable[[float], AbstractContextManager[None]]

MODEL = """
import sys
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

torch.manual_seed(0)
vocabulary = {letter: place for place, letter in enumerate([*sorted(pre_tokenizers.ByteLevel.alphabet()), "<end>"])}
letters = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
letters.pre_tokenizer, letters.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=letters, eos_token="<end>", pad_token="<end>")
tokenizer.chat_template = sys.argv[2]
config = LlamaConfig(vocab_size=len(vocabulary), hidden_size=32, intermediate_size=64, num_hidden_layers=1,
    num_attention_heads=2, max_position_embeddings=8192, bos_token_id=None, eos_token_id=vocabulary["<end>"])
LlamaForCausalLM(config).save_pretrained(sys.argv[1])
tokenizer.save_pretrained(sys.argv[1])
"""


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlmSettings]:
    """A server whose model writes letters at random."""
    for name in ("openai", "accelerate"):
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed, which the server or its client needs")
    folder = tmp_path_factory.mktemp("noise")
    subprocess.run([sys.executable, "-c", MODEL, str(folder), CHAT], check=True, capture_output=True, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(folder), "--device", "cpu"]
    with (folder / "log").open("w") as log:
        environment = {"HF_HUB_OFFLINE": "1", "HOME": str(folder), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)], env=environment, stdout=log, stderr=log
        )
        try:
            _wait(f"http://127.0.0.1:{port}/health", server)
            yield LlmSettings(f"http://127.0.0.1:{port}/v1", str(folder))
        finally:
            server.kill()
            server.wait()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = monotonic() + 120
    while monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            sleep(0.2)
    pytest.fail("the server does not start")


def test_noise_is_one_sentence(noise: LlmSettings, within: Within) -> None:
    model = LanguageModel(noise, Limits(first_token_seconds=60, seconds=60, characters=100))
    with within(90), pytest.raises(LlmAnswerError, match="wrote (more than 100 characters|no statement|an empty)"):
        list(write_claims(model, "How many loaves?", EVIDENCE))


def test_noise_arrives_piece_by_piece_and_can_be_stopped(noise: LlmSettings, within: Within) -> None:
    pieces: list[str | Ended] = []
    with within(90):
        for piece in LanguageModel(noise).stream(
            [{"role": "user", "content": "Hello"}], is_stopped=lambda: bool(pieces)
        ):
            pieces.append(piece)
    first, *_, ended = pieces
    assert isinstance(first, str)
    assert isinstance(ended, Ended)
    assert (ended.was_stopped, ended.error) == (True, None)


def test_the_gate_rejects_noise_and_the_quotations_are_shown(
    noise: LlmSettings, collection: Collection, write: Write, folder: Path, within: Within
) -> None:
    write("bread.md", "Bread costs 5 dollars in the north. It was dear in 1999.\n")
    collection.index([folder])
    plain = collection.ask("What does bread cost?")
    with within(150):
        written = Author(collection, noise).ask("What does bread cost?")
    assert not plain.abstained
    assert (written.text, written.citations) == (plain.text, plain.citations)
    assert written.written is not None
    assert written.written.statements == ()
    assert written.notes[-1] == "These are the quotations that were found without it."
