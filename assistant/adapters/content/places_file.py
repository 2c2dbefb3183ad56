"""Reading places.yaml: streets, cities elsewhere, words that only look like places."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.domain.regions import RegionTable
from assistant.language.places import PlaceNames


class _PlacesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int = 1
    streets: dict[str, list[str]]
    shared_streets: dict[str, list[str]] = {}
    elsewhere: list[str]
    not_places: list[str] = []


def read_places(root: Path, regions: RegionTable) -> PlaceNames:
    """All names of places with the regions'. Raises KnowledgeError."""
    file: _PlacesFile = read_model(root, "places.yaml", _PlacesFile)
    for region_id in (*file.streets, *file.shared_streets):
        if regions.find_region(region_id) is None:
            raise KnowledgeError((f"places.yaml:1: There is no region '{region_id}' in regions.yaml.",))
    return PlaceNames.build(regions, file.streets, file.elsewhere, file.not_places, file.shared_streets)
