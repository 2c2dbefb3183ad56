"""What a model reads of its tools is its interface."""

import inspect
import re

import pytest
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.agent.tools import ALL
from assistant.services.turn_tools import TurnTools

PARAMETERS = {
    "search_policies": {"question", "region", "as_of"},
    "find_vacancies": {"wishes"},
    "find_courses": {"wishes"},
    "assess_subsidies": {"schemes"},
    "check_employer": {"employer"},
    "draft_labour_request": {"needs"},
    "hand_over": set(),
}
_CHINESE = re.compile("[一-龥]{4,}")


def test_the_tools_are_those_that_read_that_draft_and_that_offer_a_person() -> None:
    assert {tool.name for tool in ALL} == set(PARAMETERS)


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_a_model_sees_a_chinese_description_and_chinese_words_for_each_parameter(tool: BaseTool) -> None:
    function = convert_to_openai_tool(tool)["function"]
    properties = function["parameters"].get("properties", {})
    assert set(properties) == PARAMETERS[tool.name]
    assert _CHINESE.search(function["description"])
    assert all(_CHINESE.search(one["description"]) for one in properties.values())
    assert all(one["type"] == "string" for one in properties.values())


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_a_model_sees_neither_raw_docstring_nor_the_runtime(tool: BaseTool) -> None:
    shown = repr(convert_to_openai_tool(tool))
    assert not [word for word in ("Args:", "runtime", "ToolRuntime", "context", "state") if word in shown]


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_each_calls_the_turn_s_method_of_the_same_name_with_the_same_words(tool: BaseTool) -> None:
    taken = set(inspect.signature(getattr(TurnTools, tool.name)).parameters) - {"self"}
    assert taken == PARAMETERS[tool.name]
