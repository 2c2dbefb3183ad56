"""Plain text out of what people type: hidden characters gone, widths and scripts folded, noise collapsed.

Nothing here knows what a sentence means. `normalise` is for understanding; what is shown or stored is cleaned with
`strip_hidden` only.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_KEPT_SYMBOLS = frozenset("°")
_THOUSANDS_WIDE = re.compile(r"(?<![0-9０-９])[0-9０-９]{1,3}(?:，[0-9０-９]{3})+(?![0-9０-９])")
_WIDE_COMMA_BETWEEN_DIGITS = re.compile(r"(?<=[0-9０-９])，(?=[0-9０-９])")
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_DOTS = re.compile(r"[.…。]{2,}|…")
_REPEATED = re.compile(r"([!?,;、~·—_=*#+-])\1+")
_SPACED_OUT = re.compile(rf"(?<![^\s])[{HAN}](?: [{HAN}]){{2,}}(?![^\s])")


#: Markup, and a phrase three times or more in a row; figures are left alone, for 100000 is no slip.
_TAG = re.compile(r"<[^<>]{0,300}>")
_SAID_AGAIN = re.compile(r"([^0-9０-９]{2,40}?)\1{2,}", re.DOTALL)
#: Whom a message is said to, which is no trade of the person's (老师你好，我想学…).
_ADDRESS = re.compile(
    r"^\s*(?:尊敬的)?(?:老师|同志|师傅|大姐|大哥|嬢嬢|妹儿|美女|帅哥|老乡)们?"
    r"(?:[你您]?们?好[哦呀啊哈嘛]?[,，。!！:：、 ]*|[,，:：、]\s*)(?=.{4})"
)
_LATIN, _HAN_RUN = re.compile(r"[A-Za-z]"), re.compile(rf"[{HAN}]")
_CODE = re.compile(r"[A-Za-z_][\w ./\\:;=&'\"(){}\[\]<>*+$#@!|-]*", re.ASCII)
#: What may be Chinese spelled in letters (zhuan ren gong): syllables and spaces, nothing else.
_SPELLED = re.compile(r"(?:(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouv]{1,3}(?:ng|n|r)? *)+", re.IGNORECASE)


class ScriptConverter(Protocol):
    """Turns traditional Chinese into simplified; OpenCC's converter has this shape."""

    def convert(self, text: str) -> str:
        """The same text in simplified characters."""
        ...


def simplified_converter() -> ScriptConverter:
    """OpenCC's traditional-to-simplified converter; reads the tables packed with the library, never the network."""
    from opencc import OpenCC  # its tables take a moment to load: only who converts pays

    return cast(ScriptConverter, OpenCC("t2s"))


@dataclass(frozen=True)
class TextNormaliser:
    """`normalise` with a script converter bound to it; without one the script stays as written.

    `letters`: reads single words in letters (老板不发gongzi) as characters.
    """

    converter: ScriptConverter | None = None
    letters: Callable[[str], str] | None = None

    def normalise(self, text: str) -> str:
        """The text as the understanding reads it, in simplified characters."""
        plain = normalise(text, self.converter)
        return plain if self.letters is None else self.letters(plain)


def normalise(text: str, converter: ScriptConverter | None = None) -> str:
    """The text as the understanding reads it; the result normalises to itself.

    Full-width forms become plain (，？！ are , ? !; 。 and 、 stay, for they are no decimal points), hidden characters
    and emoji go, white space and repeated punctuation collapse. With a converter, traditional becomes simplified.
    """
    plain = _fold_forms(strip_hidden(text))
    if converter is not None:
        plain = converter.convert(plain)
    plain = "".join(" " if _is_pictorial(character) else character for character in plain)
    plain = _DOTS.sub("。", plain)
    plain = _REPEATED.sub(r"\1", plain)
    plain = " ".join(plain.split())
    return _SPACED_OUT.sub(lambda match: match.group().replace(" ", ""), plain)


def plain_words(text: str) -> str:
    """What a person wrote, without pasted markup, code around it, and the same words over and over.

    For understanding alone: what looks for danger reads the whole. Code is taken out only where Chinese remains.
    """
    words = _TAG.sub(" ", text)
    if 4 <= len(_HAN_RUN.findall(words)) < len(_LATIN.findall(words)):
        words = _CODE.sub(lambda run: run.group() if _SPELLED.fullmatch(run.group()) else " ", words)
    words = _ADDRESS.sub("", _SAID_AGAIN.sub(r"\1", words))
    return words if words.strip() else text


def strip_hidden(text: str) -> str:
    """The text without control, zero-width, bidirectional, private-use and surrogate characters; white space stays."""
    return "".join(character for character in text if not _is_hidden(character))


def fold_width(text: str) -> str:
    """The text with each full-width or compatibility character made plain, of exactly the same length."""
    return text if text.isascii() else text.translate(_FOLDED)


def plain_figures(text: str) -> str:
    """A figure's comparable form: half-width, without spaces and thousands commas ("６，０００ 元" is "6000元")."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), plain)
    return "".join(plain.split())


def _fold_forms(text: str) -> str:
    """NFKC, taking care that a Chinese comma between two figures does not become a thousands comma."""
    text = _THOUSANDS_WIDE.sub(lambda match: match.group().replace("，", ","), text)
    text = _WIDE_COMMA_BETWEEN_DIGITS.sub(", ", text)
    folded = unicodedata.normalize("NFKC", text)
    bare = "".join(character for character in folded if unicodedata.category(character) not in ("Mn", "Me"))
    return strip_hidden(bare)


def _is_hidden(character: str) -> bool:
    if character.isspace():
        return False
    if character in _INVISIBLE or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return True
    code_point = ord(character)
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") or code_point & 0xFFFE == 0xFFFE


def _is_pictorial(character: str) -> bool:
    """Emoji, dingbats and their modifiers, and the keycap frame."""
    category = unicodedata.category(character)
    return (category == "So" and character not in _KEPT_SYMBOLS) or (category == "Sk" and character > "\u02ff")


class _Folded(dict[int, str]):
    """Code point → plain character, filled with those that are met; `str.translate` reads it without Python's help."""

    def __missing__(self, code_point: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code_point))
        plain = folded if len(folded) == 1 else chr(code_point)
        if len(self) < _MOST_REMEMBERED:
            self[code_point] = plain
        return plain


_MOST_REMEMBERED = 20_000
_FOLDED = _Folded()
