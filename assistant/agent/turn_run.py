"""What one run of the agent may know of its turn: its tools and its deadline, and what it has used so far."""

from dataclasses import dataclass

from assistant.services.turn_tools import TurnTools


@dataclass
class TurnRun:
    """The agent's runtime context. Counts grow as models are called."""

    tools: TurnTools
    deadline: float
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    retries: int = 0
    model: str = ""
