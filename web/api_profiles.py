"""For an employer's own adverts: the job seekers who have agreed to be found, without who they are."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from assistant.services.match_profiles import profile_match_as_json
from web.access import Address
from web.api_schemas import problem_responses
from web.bearer_tokens import bearer_token, wrong_token
from web.site import SiteDep

router = APIRouter(prefix="/api/feeds", tags=["feeds"], responses=problem_responses(401, 404, 429, 500, 503))


class ProfileOut(BaseModel):
    """`reference` leads to nobody outside of this service; unknown is null, none is []."""

    reference: str
    occupations: list[str]
    regions: list[str]
    employment_types: list[str]
    education: str | None
    experience_years: int | None
    licences: list[str]
    pay_floor: str | None
    score: float
    reasons: list[str]
    gaps: list[str]


class ProfilesOut(BaseModel):
    profiles: list[ProfileOut]


@router.get("/{feed_id}/adverts/{external_id:path}/profiles", response_model=ProfilesOut)
def matching_profiles(
    feed_id: Annotated[str, Path(max_length=64)],
    external_id: Annotated[str, Path(max_length=400)],
    request: Request,
    site: SiteDep,
    address: Address,
    authorization: Annotated[str, Header(max_length=200)] = "",
) -> Response:
    """Who an open advert of this feed would suit, the best first. With the token the feed pushes with."""
    site.rate_limits.admit_list(address)
    feed = site.assistant.feeds.find_pushed_feed(feed_id, bearer_token(authorization))
    if feed is None:
        return wrong_token(request)
    found = site.assistant.profiles.for_advert(feed.id, external_id, site.assistant.vacancies.search)
    body = {"profiles": [dict(profile_match_as_json(match)) for match in found]}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
