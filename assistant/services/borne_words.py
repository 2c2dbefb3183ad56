"""How far the words of a sentence are borne by its evidence: characters, pairs of them, offices, the right advert."""

import re
from itertools import combinations

from assistant.language.text import HAN
from assistant.services.figure_mentions import telling_pairs

_HAN = re.compile(f"[{HAN}]")
#: Characters by which no two texts can be told apart.
SAYS_LITTLE = frozenset(
    "的了吧呢啊哦嘛地得您你我他她它们这那是有在也都就还很要把被给对和与及或跟同并而但不过如果因为所以可以能会来去上下里外前后中个只才再又一些"
    "二三四五六七八九十百千万两半元块年月日天点分成最多长少标准规定情况数算当度至钱号别"
    "么什怎哪吗以等按照由从到于自己先说话时候样种方面请问看想点做出没无"
)
#: Fewer telling characters than these are figures with little beside them, and the figures are looked at anyway.
_FEW = 4
_OFFICE = 3
_OFFICES = re.compile(
    f"[{HAN}]{{1,6}}((?<![骗结布格当])局(?![面部限])|法院|检察院|委员会|税务|大厅|公证处|司法所|派出所|仲裁委|仲裁院|银行|管理所|服务中心|教委|民政|工商|工会|妇联|体育馆|图书馆|文化馆|会展中心|广场|人才市场|大楼|大学|学院)"
)
_QUOTED = re.compile(f'[“"「]([{HAN}]{{4,20}})[”"」]')
_ADVERT = re.compile(r"岗位[:：][^;；\n]+")


def own_adverts(said: str, known: str) -> str:
    """The evidence without those adverts in it that the sentence does not speak of, if it names one of several."""
    adverts = _ADVERT.findall(known)
    if len(adverts) < 2:
        return known
    titles = [re.split(r"[,，(（]", advert[3:], maxsplit=1)[0] for advert in adverts]
    pairs = [telling_pairs(title) for title in titles]
    shared = frozenset().union(*(one & other for one, other in combinations(pairs, 2)))
    named = [title in said for title in titles]
    if not any(named):
        named = [any(pair in said for pair in own - shared) for own in pairs]
    if not any(named) or all(named):
        return known
    for advert, is_named in zip(adverts, named, strict=True):
        known = known if is_named else known.replace(advert, "")
    return known


def support(said: str, known: str) -> float:
    """The share of the sentence's telling characters that stand in the evidence."""
    telling = [character for character in _HAN.findall(said) if character not in SAYS_LITTLE]
    there = set(known)
    return sum(character in there for character in telling) / len(telling) if len(telling) >= _FEW else 1.0


def pairs_borne(said: str, known: str) -> float:
    """The share of the sentence's pairs of characters that stand in the evidence: how nearly it is a quotation."""
    runs = re.findall(f"[{HAN}]+", said)
    pairs = [run[place : place + 2] for run in runs for place in range(len(run) - 1)]
    return sum(pair in known for pair in pairs) / len(pairs) if pairs else 1.0


def names_office_elsewhere(said: str, known: str, here: str, there: str) -> bool:
    """Whether it sends people to an office, or gives something a name, that the evidence does not know."""
    offices = (match[1] if len(match[1]) > 1 else match.group()[-_OFFICE:] for match in _OFFICES.finditer(here))
    return any(office not in there for office in offices) or any(name not in known for name in _QUOTED.findall(said))
