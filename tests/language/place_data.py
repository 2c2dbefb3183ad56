"""Regions and place names as the knowledge base ships them."""

from pathlib import Path

import yaml

from assistant.domain.regions import Region, RegionTable
from assistant.language.places import PlaceNames

KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"


def shipped_regions() -> RegionTable:
    content = yaml.safe_load((KNOWLEDGE_BASE / "regions.yaml").read_text(encoding="utf-8"))
    return RegionTable(
        Region(**{key: tuple(value) if isinstance(value, list) else value for key, value in region.items()})
        for region in content["regions"]
    )


def shipped_place_names(regions: RegionTable) -> PlaceNames:
    content = yaml.safe_load((KNOWLEDGE_BASE / "places.yaml").read_text(encoding="utf-8"))
    return PlaceNames.build(
        regions, content["streets"], content["elsewhere"], content["not_places"], content["shared_streets"]
    )
