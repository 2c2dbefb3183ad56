"""Numbers of documents: 渝人社发〔2026〕1号, in whatever brackets."""

import re

from assistant.language.text import HAN


def document_numbers(longest_letters: int) -> re.Pattern[str]:
    """Finds them, with up to so many characters before: groups `letters`, `year` and `number`."""
    letters = rf"(?P<letters>[{HAN}]{{0,{longest_letters}}})"
    return re.compile(rf"{letters}[〔\[(【] ?(?P<year>[12][0-9]{{3}}) ?[〕\])】] ?第?(?P<number>[0-9]+) ?号")
