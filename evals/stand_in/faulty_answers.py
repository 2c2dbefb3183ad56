"""Faults that are well-formed completions: too little, cut off, or tools called wrongly."""

from typing import Any

from evals.stand_in.answers import CallTools, Fault, FaultKind, Say
from evals.stand_in.chat_request import ChatRequest

SEARCH_TOOL = "search_policies"
USUAL_TEXT = "失业保险金按月发放，领取期限根据累计缴费时间确定，具体以经办机构核定为准。"
_RIGHT = {"string": "失业金", "integer": 1, "number": 1.0, "boolean": True, "array": [], "object": {}}
_WRONG = {"string": 12345, "integer": "很多", "number": "很多", "boolean": "也许", "array": 7, "object": "无"}
_SAID = {
    FaultKind.EMPTY: ("", "stop"),
    FaultKind.SLOW: (USUAL_TEXT, "stop"),
    FaultKind.SLOW_DRIP: (USUAL_TEXT, "stop"),
    FaultKind.FINISH_LENGTH: (USUAL_TEXT[:17], "length"),
    FaultKind.CONTENT_FILTER: ("", "content_filter"),
}


def find_faulty_answer(fault: Fault, request: ChatRequest) -> tuple[Say | CallTools, str] | None:
    """The answer such a fault is made of and its finish reason; nothing for a fault of the transport."""
    if fault.kind in _SAID:
        usual, finish = _SAID[fault.kind]
        return Say(fault.text or usual), finish
    tool = SEARCH_TOOL if SEARCH_TOOL in request.tools or not request.tools else request.tools[0]
    calls: dict[FaultKind, tuple[str, dict[str, Any] | str]] = {
        FaultKind.UNKNOWN_TOOL: ("no_such_tool", {"question": request.last_person_text}),
        FaultKind.BROKEN_ARGUMENTS: (tool, '{"question": "失业金怎么'),
        FaultKind.WRONG_ARGUMENTS: (tool, wrong_arguments(request, tool)),
        FaultKind.ENDLESS_TOOLS: (tool, right_arguments(request, tool)),
    }
    return (CallTools((calls[fault.kind],), fault.text), "tool_calls") if fault.kind in calls else None


def right_arguments(request: ChatRequest, tool: str) -> dict[str, Any]:
    """Arguments that fit the tool's required parameters; a text is the person's last message."""
    schema = request.tool_parameters(tool)
    required = schema.get("required") or (["question"] if tool == SEARCH_TOOL else [])
    return {name: _right_value(schema.get("properties", {}).get(name, {}), request) for name in required}


def wrong_arguments(request: ChatRequest, tool: str) -> dict[str, Any]:
    """A value of the wrong type for each parameter, and a key the tool does not know."""
    properties = request.tool_parameters(tool).get("properties") or {"question": {"type": "string"}}
    wrong = {name: _WRONG.get(str(schema.get("type")), [[]]) for name, schema in properties.items()}
    return {**wrong, "no_such_key": "无"}


def _right_value(schema: dict[str, Any], request: ChatRequest) -> Any:
    if schema.get("enum"):
        return schema["enum"][0]
    kind = str(schema.get("type", "string"))
    return (request.last_person_text or _RIGHT["string"]) if kind == "string" else _RIGHT.get(kind)
