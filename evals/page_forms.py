"""The forms of a page as a browser would send them: hidden fields, what is filled in, what is chosen."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Values = dict[str, list[str]]


@dataclass
class PageForm:
    """One form. `values`: what it would send as it is; `boxes`: what could be ticked besides, name → values."""

    action: str
    values: Values = field(default_factory=dict)
    boxes: Values = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field; empty where there is none."""
        return (self.values.get(name) or [""])[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select = self._area = ""
        self._option: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(has.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and has.get("name"):
            self._input(self._form, has)
        elif tag == "select":
            self._select = has.get("name", "")
            self._form.options[self._select] = {}
        elif tag == "option" and self._select:
            self._option, self._text = has.get("value"), ""
            if "selected" in has:
                self._form.values[self._select] = [has.get("value", "")]
        elif tag == "textarea":
            self._area, self._text = has.get("name", ""), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "form":
            self._form = None
        elif tag == "option" and self._select:
            words = self._text.strip()
            self._form.options[self._select][words] = self._option if self._option is not None else words
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            self._form.values[self._area], self._area = [self._text], ""

    @staticmethod
    def _input(form: PageForm, has: dict[str, str]) -> None:
        name, value = has["name"], has.get("value", "")
        if has.get("type") in ("checkbox", "radio"):
            form.boxes.setdefault(name, []).append(value or "on")
            if "checked" in has:
                form.values.setdefault(name, []).append(value or "on")
        else:
            form.values[name] = [value]


def forms_of(page: str) -> list[PageForm]:
    """All forms of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_to(page: str, action: str) -> PageForm | None:
    """The first form whose address begins so."""
    return next((form for form in forms_of(page) if form.action.startswith(action)), None)
