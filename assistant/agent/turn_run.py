"""What one run of the agent may know of its turn: its tools and its deadline, and what it has used so far."""

import threading
from dataclasses import dataclass, field

from assistant.services.turn_tools import TurnTools


@dataclass
class TurnRun:
    """The agent's runtime context. Counts grow as models are called; tools of one round may run side by side."""

    tools: TurnTools
    deadline: float
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    retries: int = 0
    model: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
