"""The choice of an encoder."""

from embeddings.encoders import Encoder, SentenceTransformerEncoder
from embeddings.errors import ModelError
from embeddings.processor import cpu_flags, multiplies_int8

_PRECISION_OF_ENDING = {"openvino": "float32", "int8": "int8"}


def default_encoder(model: str | None = None, precision: str | None = None, fingerprint: str | None = None) -> Encoder:
    """The fastest encoder that runs here: OpenVINO for the packaged model, torch for any other.

    Args:
        model: A sentence-transformers name or folder; None for the packaged model.
        precision: Of the packaged model, float32 or int8; None for int8 on a processor that is made for it, and else
            float32.
        fingerprint: Of the encoder that made the vectors which its own will stand beside; its precision goes before
            `precision`, since vectors of both never mix. None where there are none yet.

    Raises:
        ModelError: The model is missing, altered or cannot be loaded; or there is no such precision.
    """
    if precision not in (None, "float32", "int8"):
        raise ModelError(f"the precision is {precision!r}; it must be float32 or int8")
    if model is not None:
        return SentenceTransformerEncoder(model)
    from embeddings.openvino_encoder import OpenVinoEncoder  # loads a runtime that other models do not need

    fastest = "int8" if multiplies_int8(cpu_flags()) else "float32"
    recorded = _PRECISION_OF_ENDING.get((fingerprint or "").rpartition("-")[2])
    return OpenVinoEncoder(int8=(recorded or precision or fastest) == "int8")
