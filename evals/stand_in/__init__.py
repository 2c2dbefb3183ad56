"""A local endpoint that speaks the OpenAI protocol and answers by script, for tests, benches and trying things out."""

from evals.stand_in.answers import Answer, CallTools, Fault, FaultKind, Say, Script
from evals.stand_in.chat_request import ChatRequest
from evals.stand_in.server import StandIn

__all__ = ["Answer", "CallTools", "ChatRequest", "Fault", "FaultKind", "Say", "Script", "StandIn"]
