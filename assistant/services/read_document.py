"""A file's lines and what the file states of itself, as a document that can be added."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from assistant.domain.added_documents import AddedDocument, DocumentHead, plain_title
from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import InvalidInputError
from assistant.domain.regions import RegionTable
from assistant.language.official_split import read_official
from assistant.language.places import PlaceNames
from assistant.services.document_places import place_of

#: What may be stated of a document in place of what is read out of it, in a file's front matter or by staff.
STATED_OF_HEAD = ("title", "number", "issuer", "dated", "effective_from", "effective_to", "region", "url", "replaces")
_DATES = ("dated", "effective_from", "effective_to")
_LONGEST_TITLE, _MOST_REPLACED = 200, 50
_TOO_LONG = f"标题最多 {_LONGEST_TITLE} 个字，代替的文件最多 {_MOST_REPLACED} 份。"
_TURNED_ROUND = "失效日期早于施行日期，请核对。"
_NO_URL = "网址要以 https:// 或 http:// 开头。"
_NO_DATE = "“{name}”开头的 {key}“{value}”不是日期，请写成 2026-03-01、2026-03 或 2026。"
_NO_DATE_IN_FORM = "{key}“{value}”不是日期，请写成 2026-03-01、2026-03 或 2026。"
_IN_WORDS = {"dated": "发文日期", "effective_from": "施行日期", "effective_to": "失效日期"}
_NO_REGION = "“{name}”开头的 region“{value}”不是重庆的区县，也不是 chongqing 或 cn。"


def read_document(
    lines: tuple[str, ...], stated: Mapping[str, str], name: str, regions: RegionTable, names: PlaceNames
) -> AddedDocument:
    """The document; what the file states goes before what is read out of the text.

    Its id comes from title, offices and day, so that the same notice in another format is the same document. Raises
    InvalidInputError in Chinese.
    """
    head, passages = read_official(lines, name)
    head = _with_stated(head, stated, name)
    region_id, place = _stated_region(stated["region"], regions, name) if "region" in stated else place_of(
        head, lines, regions, names
    )  # fmt: skip
    if not passages:
        raise InvalidInputError(f"“{name}”里没有读到正文。")
    return AddedDocument(_id_of(head, name), head, passages, region_id, place, stated.get("url"), name)


def restate_document(document: AddedDocument, stated: Mapping[str, str], regions: RegionTable) -> AddedDocument:
    """The document with everything that is said of it as somebody wrote it; what is empty is not known.

    `region` empty keeps the place elsewhere, if it has one. Raises InvalidInputError in Chinese.
    """
    name = document.source_name
    for key in _DATES:
        _check_day(stated.get(key, "").strip(), key)
    said = {key: value.strip() for key, value in stated.items() if value.strip()}
    bare = replace(document.head, number=None, issuers=(), dated=None, period=Period(), replaces=())
    head = _with_stated(bare, said, name)
    if len(head.title) > _LONGEST_TITLE or len(head.replaces) > _MOST_REPLACED:
        raise InvalidInputError(_TOO_LONG)
    if head.period.start and head.period.end and head.period.end.last_day < head.period.start.first_day:
        raise InvalidInputError(_TURNED_ROUND)
    url = said.get("url")
    if url is not None and not url.startswith(("https://", "http://")):
        raise InvalidInputError(_NO_URL)
    region_id, place = _stated_region(said["region"], regions, name) if "region" in said else (None, document.place)
    return replace(
        document, id=_id_of(head, name), head=head, region_id=region_id, place=place, url=url
    )  # fmt: skip


def _with_stated(head: DocumentHead, stated: Mapping[str, str], name: str) -> DocumentHead:
    days = {key: _day(stated[key], key, name) for key in _DATES if key in stated}
    period = Period(days.get("effective_from", head.period.start), days.get("effective_to", head.period.end))
    issuers = tuple(part.strip() for part in stated.get("issuer", "").split("；") if part.strip())
    replaces = tuple(part.strip("《》 ") for part in stated.get("replaces", "").split("；") if part.strip("《》 "))
    return replace(
        head,
        title=stated.get("title", head.title).strip() or head.title,
        number=stated.get("number", head.number),
        issuers=issuers or head.issuers,
        dated=days.get("dated", head.dated),
        period=period,
        replaces=(*head.replaces, *replaces),
    )


def _day(value: str, key: str, name: str) -> PartialDate:
    try:
        return PartialDate.parse(value.strip())
    except ValueError:
        raise InvalidInputError(_NO_DATE.format(name=name, key=key, value=value)) from None


def _check_day(value: str, key: str) -> None:
    """In the words of the form, where there is no line of a file to point at."""
    try:
        PartialDate.parse(value or "2026")
    except ValueError:
        raise InvalidInputError(_NO_DATE_IN_FORM.format(key=_IN_WORDS[key], value=value)) from None


def _stated_region(value: str, regions: RegionTable, name: str) -> tuple[str | None, str | None]:
    for region in regions:
        if value in (region.id, region.name, *region.short_names):
            return region.id, None
    raise InvalidInputError(_NO_REGION.format(name=name, value=value))


def _id_of(head: DocumentHead, name: str) -> str:
    """Notices of one office often share a title; where neither office nor day is known, the file's name tells them
    apart."""
    known = (*sorted(head.issuers), str(head.dated or ""))
    told = "|".join((plain_title(head.title) or name, *known, *(() if any(known) else (name,))))
    return f"doc-{hashlib.sha256(told.encode()).hexdigest()[:10]}"
