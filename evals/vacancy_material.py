"""Reading `samples/vacancy_material.yaml`: what invented adverts are made of."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from assistant.adapters.content.word_files import read_model
from assistant.domain.vacancies import EmploymentType, PayPer

FILE = "samples/vacancy_material.yaml"
#: What is at a place: works and warehouses, the country, the town. A post at 城 may be anywhere but among works.
At = Literal["厂", "乡", "城"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Branch(_Strict):
    """Invented employers of a branch; `suffixes` end the names of further ones."""

    known: list[str]
    suffixes: list[str]


class Tone(_Strict):
    """Sentences and printed conditions that posts of one kind share; {spot} and {way} stand for the place."""

    hooks: list[str]
    closings: list[str]
    shifts: list[str]
    benefits: list[str]
    education: list[str]
    experience: list[str]
    ways: list[str]
    at: At | None = None


@dataclass(frozen=True)
class Work:
    """What is done in a post, under which titles, at employers of which branches."""

    titles: tuple[str, ...]
    text: str
    branches: tuple[str, ...]


class Post(_Strict):
    """A post as adverts print it. Lists left out are the tone's. `where`: regions by id, or a group of them.

    A text of `work` may be written `title|text`: then it has this title, and none of `titles`; or `title@branch|text`:
    then only employers of that branch have it.
    """

    id: str
    does: str
    tone: str
    branches: list[str]
    work: list[str]
    more: list[str]
    pay: tuple[float, float]
    per: PayPer = "month"
    pay_as: list[str] = []
    kind: EmploymentType = EmploymentType.FULL_TIME
    weight: int = 1
    titles: list[str] = []
    at: At | None = None
    openings: tuple[int, int] = (1, 3)
    licences: list[str] = []
    shifts: list[str] = []
    benefits: list[str] = []
    education: list[str] = []
    experience: list[str] = []
    where: Literal["all", "central", "outer"] | list[str] = "all"

    @model_validator(mode="after")
    def _every_work_has_a_title(self) -> "Post":
        if not self.titles and any("|" not in work for work in self.work):
            raise ValueError(f"'{self.id}' has work without a title")
        return self

    @property
    def works(self) -> tuple[Work, ...]:
        """Each text of `work` with the titles it may have and the branches that have it."""
        return tuple(self._read_work(written) for written in self.work)

    def _read_work(self, written: str) -> Work:
        before, _, text = written.rpartition("|")
        title, _, branch = before.partition("@")
        return Work(tuple([title] if title else self.titles), text, tuple([branch] if branch else self.branches))


class WholeAdvert(_Strict):
    """An advert printed as it stands. Days are counted from today; `closes_on` is for a day that cannot be counted."""

    external_id: str
    title: str
    employer: str
    place: str
    pay: str
    description: str
    education: str = ""
    experience: str = ""
    employment_type: str = ""
    shift: str = ""
    benefits: str = ""
    licences: str = ""
    openings: str = ""
    credit_code: str = ""
    closes_on: str = ""
    posted_days: int
    closes_days: int | None = None
    starts_days: int | None = None


class Material(_Strict):
    """The whole file. `places` are written `place|how to get there|what is there`; `sizes` weigh the regions."""

    schema_version: int
    stems: list[str]
    filler: list[str]
    branches: dict[str, Branch]
    tones: dict[str, Tone]
    printed: dict[str, list[str]]
    sizes: dict[str, int]
    central: list[str]
    absent: dict[str, list[str]]
    places: dict[str, list[str]]
    posts: list[Post]
    fixed: list[WholeAdvert]
    faults: list[WholeAdvert]

    @model_validator(mode="after")
    def _every_branch_and_tone_is_known(self) -> "Material":
        for post in self.posts:
            unknown = {branch for work in post.works for branch in work.branches} - set(self.branches)
            if unknown or post.tone not in self.tones:
                raise ValueError(f"'{post.id}' has an unknown tone, or unknown branches: {sorted(unknown)}")
        return self

    def posts_in(self, region_id: str) -> list[Post]:
        """The posts that the region has."""
        group = "central" if region_id in self.central else "outer"
        absent = self.absent.get(region_id, [])
        there = [post for post in self.posts if post.where in ("all", group) or region_id in post.where]
        return [post for post in there if post.tone not in absent]


def read_material(root: Path) -> Material:
    """Raises KnowledgeError naming file and line."""
    material: Material = read_model(root, FILE, Material)
    return material
