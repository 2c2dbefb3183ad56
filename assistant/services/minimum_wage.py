"""Which minimum wage holds where in Chongqing."""

from datetime import date

from assistant.domain.errors import NoFigureError
from assistant.domain.parameters import ParameterTable
from assistant.domain.regions import RegionTable

_FIRST_TIER, _SECOND_TIER = "minimum_wage_tier1", "minimum_wage_tier2"


class MinimumWages:
    """The minimum wages of the regions; an instance is a `MinimumWage` of `advert_fields`."""

    def __init__(self, parameters: ParameterTable, regions: RegionTable) -> None:
        self._parameters = parameters
        self._kinds = {region.id: region.kind for region in regions}

    def __call__(self, region_id: str | None, day: date) -> float | None:
        """Yuan a month; None where the region or the figure of that day is not known.

        The second tier holds in the twelve counties; the first in districts and functional zones. Where only the
        municipality is named it may be a county: the lower one.
        """
        kind = self._kinds.get(region_id) if region_id is not None else None
        if kind is None:
            return None
        tier = _FIRST_TIER if kind in ("district", "functional_zone") else _SECOND_TIER
        try:
            return float(self._parameters.value_on(tier, day))
        except NoFigureError:
            return None
