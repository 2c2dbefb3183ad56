"""For whoever watches the service: is it alive, is it ready."""

from fastapi import APIRouter

from web.api_schemas import problem_responses
from web.problems import ProblemError, ProblemName
from web.site import SiteDep

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Answers on the event loop, whatever the threads are doing."""
    return {"status": "alive"}


@router.get("/readyz", responses=problem_responses(503))
def ready(site: SiteDep) -> dict[str, str]:
    """Whether database and index answer."""
    is_ready, detail = site.assistant.is_ready()
    if not is_ready:
        raise ProblemError(ProblemName.NOT_READY, detail)
    return {"status": "ready"}
