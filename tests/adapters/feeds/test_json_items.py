"""Items out of JSON in memory that does not grow."""

import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.feeds import json_items
from assistant.adapters.feeds.json_items import JsonItem, JsonItems

_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_ITEM = st.dictionaries(st.sampled_from(["岗位", "data_x", "x y"]), _VALUE, max_size=3)


class _Trickle(io.StringIO):
    """Gives one or two characters at a time, however many are asked for."""

    def read(self, size: int | None = -1) -> str:
        return super().read(min(size or 2, 2))


@given(st.lists(_ITEM, max_size=5), _VALUE, st.sampled_from([None, 1]))
def test_items_come_out_as_they_went_in_wherever_the_text_is_split(items: list[Any], other: Any, indent: Any) -> None:
    document = json.dumps({"other": other, "results": items, "next": "http://x"}, indent=indent)
    found = JsonItems(_Trickle(document))
    assert [one.item for one in found if isinstance(one, JsonItem)] == items
    assert found.members["next"] == "http://x"
    assert [one.item for one in JsonItems(_Trickle(json.dumps(items))) if isinstance(one, JsonItem)] == items


@given(st.lists(_ITEM, min_size=1, max_size=5))
def test_lines_come_out_as_they_went_in(items: list[Any]) -> None:
    text = "".join(json.dumps(item) + "\n" for item in items)
    assert [one.item for one in JsonItems(_Trickle(text), are_lines=True) if isinstance(one, JsonItem)] == items


def test_memory_does_not_grow_with_the_document() -> None:
    line = json.dumps({"岗位": "普工", "描述": "x" * 500}, ensure_ascii=False)

    class Endless(io.StringIO):
        rows = 40_000

        def read(self, size: int | None = -1) -> str:
            if self.rows == 40_000:
                self.rows -= 1
                return '{"data": [' + line
            if self.rows:
                self.rows -= 100
                return f",{line}" * 100 if self.rows > 0 else "]}"
            return ""

    found = JsonItems(Endless())
    longest = 0
    for _ in found:
        longest = max(longest, len(found._buffer._held))
        if found._buffer._text.rows < 0:  # type: ignore[attr-defined]
            break
    assert longest < 1.1 * json_items._LONGEST_FIRST_LINE
