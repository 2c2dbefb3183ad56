"""Counts in Prometheus' form, in a registry of its own."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from assistant.domain.model_use import ModelUse
from assistant.services.circuit_breaker import BreakerState
from assistant.services.watch import Watch

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
#: The breaker as a number: dashboards draw it, alerts compare it.
_BREAKER = {BreakerState.CLOSED: 0, BreakerState.PROBING: 1, BreakerState.OPEN: 2}
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class PrometheusMeter:
    """Implements Meter. Labels hold names of ours only, never a person's words."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._turns = Counter("assistant_turns", "Turns answered", ["replier", "status"], registry=self._registry)
        self._seconds = Histogram(
            "assistant_turn_seconds", "Whole turns", ["replier"], buckets=_SECONDS, registry=self._registry
        )
        self._fallbacks = Counter(
            "assistant_model_fallbacks", "Turns that rules answered though a model is set", ["reason"],
            registry=self._registry,
        )  # fmt: skip
        self._faults = Counter(
            "assistant_model_faults", "Sentences of a model that could not be sent", ["kind"], registry=self._registry
        )
        self._calls = Counter("assistant_model_calls", "Calls of a model", ["model"], registry=self._registry)
        self._tokens = Counter("assistant_model_tokens", "Tokens", ["model", "kind"], registry=self._registry)
        self._cost = Counter("assistant_model_cost_yuan", "Cost by our prices", ["model"], registry=self._registry)

    def watch_breaker(self, state: Callable[[], BreakerState]) -> None:
        """0 closed, 1 probing, 2 open; read when somebody looks."""
        gauge = Gauge("assistant_model_breaker", "0 closed, 1 probing, 2 open", registry=self._registry)
        gauge.set_function(lambda: _BREAKER[state()])

    def watch_knowledge(self, states: Callable[[], Mapping[str, str]]) -> None:
        """1 for each state of the knowledge that this process holds; `states`: its digest → what it is."""
        self._registry.register(_KnowledgeStates(states))

    def watch_service(self, watch: Watch) -> None:
        """Disk, sources, deadlines, what lapses: read when somebody looks."""
        self._registry.register(_Watched(watch))

    def count_turn(self, replier: str, status: str, use: ModelUse | None, seconds: float) -> None:
        self._turns.labels(replier, status).inc()
        self._seconds.labels(replier).observe(seconds)
        if use is None:
            return
        if use.reason is not None:
            self._fallbacks.labels(use.reason.value).inc()
        for kind in use.faults:
            self._faults.labels(kind).inc()
        self._calls.labels(use.model).inc(use.calls)
        self._tokens.labels(use.model, "read").inc(use.prompt_tokens)
        self._tokens.labels(use.model, "written").inc(use.completion_tokens)
        self._cost.labels(use.model).inc(use.cost_yuan)

    def text(self) -> bytes:
        """What a scraper reads."""
        return generate_latest(self._registry)


class _KnowledgeStates(Collector):
    """Read when somebody looks: digests come and go."""

    def __init__(self, states: Callable[[], Mapping[str, str]]) -> None:
        self._states = states

    def collect(self) -> Iterator[GaugeMetricFamily]:
        held = GaugeMetricFamily(
            "assistant_knowledge", "States of the knowledge: in force, or prepared", labels=["digest", "state"]
        )
        for digest, state in self._states().items():
            held.add_metric([digest, state], 1)
        yield held


class _Watched(Collector):
    """Read when somebody looks; numbers of one name stand together."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for one in self._watch.read():
            family = families.get(one.name)
            if family is None:
                family = families[one.name] = GaugeMetricFamily(one.name, one.help, labels=list(one.labels))
            family.add_metric(list(one.labels.values()), float(one.value))
        yield from families.values()
