"""A folder with an ONNX model and its tokenizer, as they are published for sentence-transformers and transformers.

```
DIR/model.onnx or DIR/onnx/model.onnx     inputs of BERT's kind; the first output counts, or `sentence_embedding`
DIR/tokenizer.json                        of the tokenizers library
DIR/tokenizer_config.json                 optional: model_max_length
```
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.domain.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

_MODELS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"
_DEFAULT_LENGTH, _LONGEST = 512, 8192
_PADDINGS = ("[PAD]", "<pad>", "<|endoftext|>")
_NAMED_POOLED = "sentence_embedding"
#: Of a large file only its ends are read to tell it from another.
_END_BYTES = 1 << 20
T = TypeVar("T")


@dataclass(frozen=True)
class Output:
    """The model's output and the mask (texts × tokens) of what is text and not padding."""

    values: NDArray[np.float32]
    mask: NDArray[np.int64]
    is_named_pooled: bool


class OnnxFolder:
    """The model of one folder, ready to run; safe to share between threads.

    `setting` is named in errors. Raises InvalidInputError naming what is missing or cannot be read.
    """

    def __init__(self, folder: Path, setting: str) -> None:
        self._folder = folder
        self._setting = setting
        self._model = self._find_model()
        self._tokenizer = self._load_tokenizer()
        self._session = self._load_session()
        self._inputs = {one.name: np.int32 if "int32" in one.type else np.int64 for one in self._session.get_inputs()}
        names = [one.name for one in self._session.get_outputs()]
        self._output = _NAMED_POOLED if _NAMED_POOLED in names else names[0]
        self._check_inputs()

    def read_json(self, name: str) -> dict[str, object]:
        """What an optional file of the folder says; nothing where it does not exist. Raises InvalidInputError."""
        try:
            content = json.loads((self._folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise self._wrong(f"its file '{name}' cannot be read ({type(error).__name__})") from None
        if not isinstance(content, dict):
            raise self._wrong(f"its file '{name}' holds no JSON object")
        return content

    def fingerprint(self, *more: str) -> str:
        """Eight characters that change with the model, the tokenizer and `more`."""
        digest = hashlib.sha256("\n".join(more).encode())
        for path in (self._model, self._folder / _TOKENIZER):
            with path.open("rb") as stream:
                size = path.stat().st_size
                digest.update(f"{size}\n".encode() + stream.read(_END_BYTES))
                stream.seek(max(size - _END_BYTES, 0))
                digest.update(stream.read(_END_BYTES))
        return digest.hexdigest()[:8]

    def encode(self, texts: "Sequence[str] | Sequence[tuple[str, str]]") -> "list[Encoding]":
        """Texts, or pairs of texts, as tokens; what is longer than the model reads is cut."""
        encodings: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        return encodings

    def run(self, encodings: "Sequence[Encoding]") -> Output:
        """The model's answer for one batch, padded to its longest text. Raises UnavailableError."""
        ids, types, mask = (self._padded(encodings, part) for part in ("ids", "type_ids", "attention_mask"))
        positions = np.broadcast_to(np.arange(ids.shape[1]), ids.shape)
        known = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask, "position_ids": positions}
        feed = {name: known[name].astype(kind) for name, kind in self._inputs.items()}
        try:
            (values,) = self._session.run([self._output], feed)
        except Exception as error:  # onnxruntime's errors share no class of their own
            raise UnavailableError(f"The model in {self._folder} failed ({type(error).__name__}).") from error
        return Output(np.asarray(values, dtype=np.float32), mask, self._output == _NAMED_POOLED)

    def _padded(self, encodings: "Sequence[Encoding]", part: str) -> NDArray[np.int64]:
        longest = max((len(encoding.ids) for encoding in encodings), default=0) or 1
        filler = self._padding_id if part == "ids" else 0
        padded = np.full((len(encodings), longest), filler, dtype=np.int64)
        for row, encoding in enumerate(encodings):
            units = getattr(encoding, part)
            padded[row, : len(units)] = units
        return padded

    def _find_model(self) -> Path:
        if not self._folder.is_dir():
            raise InvalidInputError(f"{self._setting} names '{self._folder}', which is no folder.")
        for name in _MODELS:
            if (self._folder / name).is_file():
                return self._folder / name
        raise self._wrong("it has no model.onnx, nor onnx/model.onnx")

    def _load_tokenizer(self) -> "Tokenizer":
        if not (self._folder / _TOKENIZER).is_file():
            raise self._wrong(f"it has no {_TOKENIZER}")
        tokenizer = self._loaded(_TOKENIZER, self._read_tokenizer)
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._longest())
        self._padding_id = next((number for name in _PADDINGS if (number := tokenizer.token_to_id(name))), 0)
        return tokenizer

    def _read_tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / _TOKENIZER))

    def _load_session(self) -> "InferenceSession":
        def read() -> "InferenceSession":
            from onnxruntime import InferenceSession

            return InferenceSession(str(self._model), providers=["CPUExecutionProvider"])

        return self._loaded(self._model.name, read)

    def _loaded(self, name: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except ImportError:
            raise InvalidInputError(
                f"{self._setting} needs libraries that are missing; run `make setup-model`."
            ) from None
        except Exception as error:  # neither library has a class for it
            raise self._wrong(f"its file '{name}' cannot be loaded ({error})") from error

    def _longest(self) -> int:
        """Tokens. A number beyond all models is how some folders say that none is stated."""
        stated = self.read_json("tokenizer_config.json").get("model_max_length")
        return int(stated) if isinstance(stated, int | float) and 1 <= stated <= _LONGEST else _DEFAULT_LENGTH

    def _check_inputs(self) -> None:
        unknown = self._inputs.keys() - {"input_ids", "token_type_ids", "attention_mask", "position_ids"}
        if unknown or "input_ids" not in self._inputs:
            raise self._wrong(f"its model wants inputs that are not known here: {', '.join(sorted(self._inputs))}")

    def _wrong(self, reason: str) -> InvalidInputError:
        return InvalidInputError(f"{self._setting} names '{self._folder}', but {reason}.")
