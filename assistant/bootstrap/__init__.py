"""The one place that names concrete classes and puts them together."""

from assistant.bootstrap.whole import Assistant, build_assistant, build_trial

__all__ = ["Assistant", "build_assistant", "build_trial"]
