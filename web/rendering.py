"""Pages from templates: strict, escaped, with the words of pages.yaml."""

from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.own_path import own_path
from web.transcript import chinese_moment, describe_period

WEB_DIR = Path(__file__).parent
TEXT_SIZES = ("normal", "large", "largest")
TEXT_SIZE_COOKIE = "text_size"


class Pages:
    """Renders pages. A word that pages.yaml does not have raises, so it is found by a test and not by a reader.

    `texts`: the words in force, looked up anew with every page.
    """

    def __init__(self, texts: Callable[[], Mapping[str, str]], chat_rests: Callable[[], bool]) -> None:
        environment = Environment(
            loader=FileSystemLoader(WEB_DIR / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            t=lambda key: texts()[key],
            text_list=lambda key: list_texts(texts(), key),
            has_text=lambda key: key in texts(),
            chat_rests=chat_rests,
            describe_period=lambda citation: describe_period(citation, texts()),
        )
        environment.filters.update(chinese_moment=chinese_moment, own_path=own_path)
        self._templates = Jinja2Templates(env=environment)

    def render(
        self, request: Request, name: str, context: Mapping[str, object] | None = None, status_code: int = 200
    ) -> Response:
        size = request.cookies.get(TEXT_SIZE_COOKIE, "")
        shared = {
            "text_size": size if size in TEXT_SIZES else TEXT_SIZES[0],
            "text_sizes": TEXT_SIZES,
            "here": _address_to_come_back_to(request),
            "conversation_id": None,
        }
        return self._templates.TemplateResponse(request, name, {**shared, **(context or {})}, status_code)


def _address_to_come_back_to(request: Request) -> str:
    """Path and query of a page that was read; home for one that was shown in answer to a form."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def list_texts(texts: Mapping[str, str], key: str) -> list[str]:
    """The run of words `key-1`, `key-2`, … up to the first that is missing."""
    found: list[str] = []
    while (text := texts.get(f"{key}-{len(found) + 1}")) is not None:
        found.append(text)
    return found
