"""Models of other kinds than the packaged one, made here with random weights: nothing is downloaded."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.places import Write
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from embeddings import ModelError, SentenceTransformerEncoder
from qa import Collection, retrieve

pytestmark = pytest.mark.model

WORDS = "the farm sold apples pears plums market was calm it and of in a 500 orchards sweet are . , document :".split()
LINES = "Orchards\nThe farm sold 500 apples.\nThe pears are sweet.\n\nIt was calm"


def word_tokenizer() -> Tokenizer:
    """A token a word, in lower case."""
    ids = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def space_tokenizer() -> Tokenizer:
    """A token a letter or a space or the end of a line, each of which counts."""
    letters = [chr(code) for code in range(32, 127)]
    ids = {letter: number for number, letter in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "\n", *letters])}
    tokenizer = Tokenizer(models.WordLevel(ids, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def transformer(folder: Path, tokenizer: Tokenizer, reads: int, prompts: dict[str, str], side: str = "right") -> str:
    """A BERT of one layer of eight numbers."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=512,
    )
    bare = folder / "bare"
    BertModel(config).save_pretrained(bare)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        padding_side=side,
    ).save_pretrained(bare)  # fmt: skip
    words = Transformer(str(bare), max_seq_length=reads)
    model = SentenceTransformer(modules=[words, Pooling(8, "mean")], prompts=prompts, device="cpu")
    model.save(str(folder / "model"))
    return str(folder / "model")


def static(folder: Path) -> str:
    """A vector a word."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(0)
    SentenceTransformer(modules=[StaticEmbedding(word_tokenizer(), embedding_dim=8)], device="cpu").save(
        str(folder / "model")
    )
    return str(folder / "model")


MODELS: dict[str, Callable[[Path], str]] = {
    "words": lambda folder: transformer(folder, word_tokenizer(), 64, {}),
    "white space": lambda folder: transformer(folder, space_tokenizer(), 128, {}),
    "prompts": lambda folder: transformer(folder, word_tokenizer(), 64, {"document": "document : ", "query": "the "}),
    "padded left": lambda folder: transformer(folder, word_tokenizer(), 64, {"passage": "document : "}, "left"),
    "static": static,
}


@pytest.fixture(params=MODELS)
def named(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The folder of each of the models."""
    return MODELS[request.param](tmp_path)


def test_lines_of_a_text_have_vectors_of_their_own_tokens(named: str) -> None:
    encoder = SentenceTransformerEncoder(named)
    alone, (rows,) = encoder.encode_passages([LINES]), encoder.encode_lines([LINES])[1]
    both, lines = encoder.encode_lines([LINES, "It was calm"])
    assert both[0] == pytest.approx(alone[0], abs=1e-5)
    assert lines[0] == pytest.approx(rows, abs=1e-5)  # whatever it is padded to
    assert rows.shape == (5, 8)
    assert np.linalg.norm(rows, axis=1)[[0, 1, 2, 4]] == pytest.approx(np.ones(4), abs=1e-5)


def test_the_parts_of_a_text_have_no_fewer_tokens_than_it_has(named: str) -> None:
    encoder = SentenceTransformerEncoder(named)
    whole, *parts = encoder.count_tokens([LINES, *LINES.split("\n")])
    assert len(encoder._counter.encode(LINES, add_special_tokens=False).ids) <= whole <= sum(parts)


def test_a_collection_of_any_model_is_indexed_and_opens_with_its_own_model(
    named: str, tmp_path: Path, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTABLE_READER", "off")
    for number in range(5):
        write(f"{number}.md", f"# Orchards\n\n{'The farm sold apples and it was calm. ' * 30}\n\n{'apples, ' * 99}")
    write("pears.md", "The pears are sweet.")
    monkeypatch.chdir(tmp_path)
    collection = Collection.open(tmp_path / "collection", model=Path(named).relative_to(tmp_path).as_posix())
    report = collection.index([folder])
    assert (report.failed, len(report.added)) == ([], 6)
    assert collection.problems() == []
    best = [(hit.document.name, hit.score) for hit in collection.retrieve("pears", 1)]
    collection.close()
    for model in (None, "another-model"):
        again = Collection.open(tmp_path / "collection", model=model)
        assert (
            [(hit.document.name, hit.score) for hit in again.retrieve("pears", 1)] == best == [("pears.md", best[0][1])]
        )
        again.close()
    monkeypatch.chdir("/")
    assert retrieve("pears", 1, collection=tmp_path / "collection")[0].document.name == "pears.md"


def test_a_model_whose_folder_has_moved_is_named_again(tmp_path: Path, folder: Path, write: Write) -> None:
    write("pears.md", "The pears are sweet.")
    named = static(tmp_path)
    collection = Collection.open(tmp_path / "collection", model=named)
    collection.index([folder])
    collection.close()
    (tmp_path / "other").mkdir()
    moved = Path(named).rename(tmp_path / "other" / Path(named).name)
    again = Collection.open(tmp_path / "collection", model=str(moved))
    assert again.retrieve("pears", 1)[0].document.name == "pears.md"
    again.close()
    alone = Collection.open(tmp_path / "collection")
    with pytest.raises(ModelError, match="the model '.*model' cannot be loaded"):
        alone.retrieve("pears", 1)
    alone.close()
