"""Whatever is sent to any route of the OpenAPI description, the service does not break: no answer of 500 or above.

503 is an answer of its own (not ready, too many streams); a defect is a 500. `make fuzz` tries more, with other seeds.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.web.whole_site import Belongings, WholeSite, belongings_of_somebody, build_whole

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "8"))
# Those that break it are shown as they are: making them small takes longer than the whole search.
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def site(built_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return build_whole(built_knowledge, tmp_path_factory.mktemp("fuzzed"))


@pytest.fixture(scope="module")
def somebody(site: WholeSite) -> Belongings:
    return belongings_of_somebody(site)


@pytest.fixture(scope="module")
def description(site: WholeSite) -> Any:
    return schemathesis.openapi.from_dict(site.app.openapi())


def send(site: WholeSite, case: Any, cookies: dict[str, str]) -> Any:
    """Through the client of the site, from an address of its own; what no client could send is left out."""
    parts = case.as_transport_kwargs(base_url="http://testserver")
    headers = {name: value for name, value in (parts.pop("headers", None) or {}).items() if _can_be_sent(name, value)}
    more = {name: parts[name] for name in ("params", "json", "data", "files") if parts.get(name) is not None}
    if isinstance(more.get("data"), bytes):
        more["content"] = more.pop("data")
    path = parts["url"].removeprefix("http://testserver")
    return site.ask(case.method, path, cookies, headers=headers, **more)


def _can_be_sent(name: str, value: object) -> bool:
    return (
        name.lower() not in ("cookie", "host", "content-length") and str(value).isascii() and str(value).isprintable()
    )


def breaks(description: Any, answer: Callable[[Any], Any]) -> list[str]:
    """Every operation that answered with a 500, with what it was sent."""
    broken: list[str] = []
    for found in description.get_all_operations():
        operation = found.ok()

        @bounded
        @given(case=operation.as_strategy())
        def try_it(case: Any) -> None:
            answered = answer(case)
            if answered.status_code == 500:
                broken.append(f"{case.method} {case.path} {case.path_parameters} {case.query} {case.body!r}"[:400])

        try_it()
    return broken


def test_nobody_breaks_a_route(site: WholeSite, description: Any) -> None:
    assert breaks(description, lambda case: send(site, case, {})) == []


def test_somebody_with_a_conversation_breaks_no_route(site: WholeSite, description: Any, somebody: Belongings) -> None:
    own = {"conversation_id": somebody.conversation, "number": somebody.case}

    def answer(case: Any) -> Any:
        for name in case.path_parameters or {}:
            if name in own and case.method != "DELETE":
                case.path_parameters[name] = own[name]
        return send(site, case, somebody.cookies)

    assert breaks(description, answer) == []


def test_everything_described_is_tried(description: Any) -> None:
    described = [method for path in description.raw_schema["paths"].values() for method in path]
    assert len(list(description.get_all_operations())) == len(described) >= 16
