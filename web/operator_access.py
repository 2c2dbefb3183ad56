"""Who may see how the service is doing: whoever shows the operator's token, by HTTP Basic or as a bearer."""

import base64
import binascii
import secrets
from typing import Annotated

from fastapi import Depends, Request

from web.bearer_tokens import bearer_token
from web.problems import ProblemError, ProblemName
from web.site import SiteDep

_BASIC = "basic "
_ASKS = 'Basic realm="operator", charset="UTF-8"'


def require_operator(request: Request, site: SiteDep) -> None:
    """Raises 404 where no token is set, as for any page that does not exist, and 401 for a wrong one."""
    token = site.assistant.settings.admin_token.get_secret_value()
    if not token:
        raise ProblemError(ProblemName.NOT_FOUND)
    shown = _shown_token(request.headers.get("authorization", ""))
    if not secrets.compare_digest(shown.encode(), token.encode()):
        raise ProblemError(ProblemName.OPERATOR_ONLY, headers={"WWW-Authenticate": _ASKS})


def _shown_token(authorization: str) -> str:
    if not authorization.lower().startswith(_BASIC):
        return bearer_token(authorization)
    try:
        pair = base64.b64decode(authorization[len(_BASIC) :].strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return pair.partition(":")[2]


Operator = Annotated[None, Depends(require_operator)]
