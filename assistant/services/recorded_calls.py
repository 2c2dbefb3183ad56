"""A tool's call as it may be kept: a model may put anything into its name and arguments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from assistant.domain.conversation import ToolCall
from assistant.services.screening import ScreeningRules, mask_personal_numbers

_LONGEST_NAME, _LONGEST_ARGUMENT, _MOST_ARGUMENTS = 60, 400, 50
_T = TypeVar("_T")


def masked_call(call: ToolCall, rules: ScreeningRules) -> ToolCall:
    """The call with long texts cut and personal numbers hidden, wherever in it they are."""
    arguments = {
        _text(name, rules, _LONGEST_NAME): _value(value, rules) for name, value in _few(call.arguments.items())
    }
    return replace(call, name=_text(call.name, rules, _LONGEST_NAME), arguments=arguments)


def _value(value: object, rules: ScreeningRules) -> object:
    if isinstance(value, Mapping):
        return {_text(name, rules, _LONGEST_NAME): _value(one, rules) for name, one in _few(value.items())}
    if isinstance(value, list | tuple):
        return [_value(one, rules) for one in _few(value)]
    if isinstance(value, bool | float) or value is None:
        return value
    text = _text(value, rules, _LONGEST_ARGUMENT)
    return value if isinstance(value, int) and text == str(value) else text


def _few(values: Iterable[_T]) -> Iterator[_T]:
    return islice(values, _MOST_ARGUMENTS)


def _text(value: object, rules: ScreeningRules, longest: int) -> str:
    """Masked first and cut then: half a number is no longer known for one."""
    return mask_personal_numbers(str(value)[: 4 * _LONGEST_ARGUMENT], rules)[0][:longest]
