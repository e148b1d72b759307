"""Tokenize for multilingual-e5-small by sentencepiece, with the vocabulary of the packaged weights."""

from collections.abc import Mapping
from pathlib import Path

from sentencepiece import SentencePieceProcessor

from index.models.e5_weights import E5Vocabulary

_SPACE = "▁"
"""The piece that is a space alone."""


class E5Tokenizer:
    """Texts to token ids. Safe to share between threads."""

    def __init__(self, model: Path, normalisation: Mapping[int, str]) -> None:
        """`model` has the bytes of `e5_tokenizer_model`; the normalisation maps code points to replacements."""
        self._processor = SentencePieceProcessor(model_file=str(model))
        self._normalisation = normalisation
        self.start: int = self._processor.bos_id()
        self.end: int = self._processor.eos_id()

    def token_ids(self, text: str) -> list[int]:
        """Return the ids of a text's tokens, without markers."""
        ids: list[int] = self._processor.encode(text.translate(self._normalisation))
        return ids

    def word_pieces(self, word: str, *, follows_space: bool) -> list[int]:
        """Return the ids of a word's tokens; a word that follows no space has no mark of a space of its own."""
        ids = self.token_ids(word)
        if not follows_space and len(ids) > 1 and self._processor.id_to_piece(ids[0]) == _SPACE:
            return ids[1:]
        return ids


def e5_tokenizer_model(vocabulary: E5Vocabulary) -> bytes:
    """Return a sentencepiece model of the vocabulary: a unigram model whose texts are normalised already."""
    # Imported here, because only the first use of the weights needs protobuf.
    from sentencepiece import sentencepiece_model_pb2

    # The module makes its classes at run time, so type checkers do not know them.
    model = vars(sentencepiece_model_pb2)["ModelProto"]()
    kinds = type(model).SentencePiece
    special = dict.fromkeys((vocabulary.start, vocabulary.end, vocabulary.padding), kinds.CONTROL)
    special[vocabulary.unknown] = kinds.UNKNOWN
    for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True)):
        model.pieces.add(piece=piece, score=score, type=special.get(number, kinds.NORMAL))
    training, normalizer = model.trainer_spec, model.normalizer_spec
    training.model_type, training.vocab_size = training.UNIGRAM, len(vocabulary.pieces)
    training.bos_id, training.eos_id = vocabulary.start, vocabulary.end
    training.pad_id, training.unk_id = vocabulary.padding, vocabulary.unknown
    normalizer.name, normalizer.add_dummy_prefix, normalizer.remove_extra_whitespaces = "identity", True, True
    return bytes(model.SerializeToString())
