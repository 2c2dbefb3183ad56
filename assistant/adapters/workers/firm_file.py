"""Reading the firm's facts from YAML: name or question → answer."""

from datetime import date

import yaml

from assistant.domain.errors import InvalidInputError
from assistant.services.worker_rows import Cell

_LARGEST_BYTES = 1024 * 1024
_SHAPE = "请写成“项目: 答案”，一行一项，比如：企业规模: 小型"


def read_firm_file(content: bytes) -> dict[str, Cell]:
    """Names and answers as written. Raises InvalidInputError for anything but one level of names and answers."""
    if len(content) > _LARGEST_BYTES:
        raise InvalidInputError("单位情况文件太大了。")
    try:
        found = yaml.safe_load(content.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        raise InvalidInputError(f"单位情况文件读不懂。{_SHAPE}") from None
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(_is_answer(answer) for answer in found.values()):
        raise InvalidInputError(f"单位情况文件读不懂。{_SHAPE}")
    return {str(name): answer for name, answer in found.items()}


def _is_answer(answer: object) -> bool:
    return answer is None or isinstance(answer, str | bool | int | float | date)
