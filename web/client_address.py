"""Whose request it is: the address of the person, believing only proxies we trust."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from starlette.requests import HTTPConnection

Network: TypeAlias = IPv4Network | IPv6Network
_ONE_HOUSEHOLD_V6 = 64


def parse_networks(text: str) -> tuple[Network, ...]:
    """Comma-separated addresses or networks. Raises ValueError naming the entry that is neither."""
    return tuple(ip_network(entry.strip(), strict=False) for entry in text.split(",") if entry.strip())


def client_address(connection: HTTPConnection, trusted: tuple[Network, ...]) -> str:
    """The nearest address that is not a trusted proxy; a forwarded list sent by anyone else is ignored.

    An IPv6 address is cut to its /64, since one household changes addresses freely within it.
    """
    nearest = connection.client.host if connection.client else ""
    forwarded = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
    for hop in reversed([entry.strip() for entry in forwarded if entry.strip()]):
        if not _is_trusted(nearest, trusted) or _parse(hop) is None:
            break
        nearest = hop
    return _rate_key(nearest)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(text: str, trusted: tuple[Network, ...]) -> bool:
    address = _parse(text)
    return address is not None and any(address in network for network in trusted)


def _rate_key(text: str) -> str:
    address = _parse(text)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _ONE_HOUSEHOLD_V6), strict=False))
    return str(address) if address else "unknown"
