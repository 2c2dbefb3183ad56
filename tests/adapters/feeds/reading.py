"""Reading a feed in tests: what came of it, in short."""

from dataclasses import dataclass, field
from pathlib import Path

from assistant.domain.errors import UnavailableError
from assistant.domain.vacancies import RawAdvert
from assistant.services.vacancy_ports import Cursor, Feed, FeedKind, FeedReader, RejectedRow

COLUMNS = {"external_id": "编号", "title": "岗位", "employer": "单位", "pay": "工资"}
SHARED = Path(__file__).parents[4] / "shared" / "data" / "vacancies"


@dataclass
class Reading:
    """Everything a reader gave before it ended; `error`: what it ended with."""

    adverts: list[RawAdvert] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    error: str = ""
    cursor: Cursor | None = None

    @property
    def titles(self) -> list[str]:
        return [advert.title for advert in self.adverts]

    @property
    def ids(self) -> list[str]:
        return [advert.external_id for advert in self.adverts]


def read(reader: FeedReader, feed: Feed, cursor: Cursor | None = None) -> Reading:
    found = Reading()
    try:
        for batch in reader.read(feed, cursor or Cursor()):
            found.adverts += batch.adverts
            found.rejected += batch.rejected
            found.sizes.append(len(batch.adverts) + len(batch.rejected))
    except UnavailableError as error:
        found.error = str(error)
    found.cursor = reader.cursor_after()
    return found


def file_feed(path: Path, columns: dict[str, str] | None = None, **settings: str) -> Feed:
    kind = FeedKind.FOLDER if path.is_dir() else FeedKind.FILE
    return Feed("f", kind, "示例来源", str(path), COLUMNS if columns is None else columns, settings=settings)
