"""Prompts as files with declared placeholders; anything missing or unknown raises."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.domain.errors import InvalidInputError

_PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}")


@dataclass(frozen=True)
class Prompt:
    """A template. `digest` of the file as it stands."""

    name: str
    text: str
    placeholders: frozenset[str]
    digest: str

    def fill(self, **words: str) -> str:
        """Raises InvalidInputError unless exactly the declared placeholders are given."""
        if set(words) != self.placeholders:
            wanted, given = sorted(self.placeholders), sorted(words)
            raise InvalidInputError(f"Prompt '{self.name}' needs {wanted}, and was given {given}.")
        return _PLACEHOLDER.sub(lambda found: words[found[1]], self.text)

    @property
    def fixed_text(self) -> str:
        """The words that are the same in every turn."""
        return _PLACEHOLDER.sub("\n", self.text)


def read_prompt(path: Path) -> Prompt:
    """Raises InvalidInputError if the file is missing, or declares other placeholders than it holds."""
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(
            f"The prompt {path} cannot be read: {error.strerror}. PROMPTS_DIR names its folder."
        ) from error
    parts = content.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise InvalidInputError(f"{path.name} must begin with front matter between two lines '---'.")
    declared = (yaml.safe_load(parts[1]) or {}).get("placeholders", [])
    text = parts[2].strip()
    held = set(_PLACEHOLDER.findall(text))
    if held != set(declared):
        raise InvalidInputError(f"{path.name} declares {sorted(declared)} and holds {sorted(held)}.")
    return Prompt(path.stem, text, frozenset(held), hashlib.sha256(content.encode()).hexdigest()[:16])


def digest_of(*prompts: Prompt) -> str:
    """One digest for several prompts."""
    return hashlib.sha256("".join(prompt.digest for prompt in prompts).encode()).hexdigest()[:16]
