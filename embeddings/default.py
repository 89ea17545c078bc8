"""The choice of an encoder."""

from embeddings.encoders import Encoder, SentenceTransformerEncoder


def default_encoder(model: str | None = None) -> Encoder:
    """The fastest encoder that runs here: OpenVINO for the packaged model, torch for any other.

    Args:
        model: A sentence-transformers name or folder; None for the packaged model.

    Raises:
        ModelError: The model is missing, altered or cannot be loaded.
    """
    if model is not None:
        return SentenceTransformerEncoder(model)
    from embeddings.openvino_encoder import OpenVinoEncoder  # loads a runtime that other models do not need

    return OpenVinoEncoder()
