"""Where a request comes from, as far as our own proxies can tell."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

_IPV6_SITE: Final = 64  # bits of an IPv6 address; the rest is its owner's to choose


def client_address(meta: Mapping[str, Any]) -> str | None:
    """Return the address of a client (IPv6: of its site), or None if it is unknown.

    Each of our proxies (NUM_PROXIES) appends the address it was called from to
    X-Forwarded-For. What stands before those entries anybody may have written.
    """
    try:
        address = ipaddress.ip_address(_told(meta).strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), _IPV6_SITE), strict=False)[0])


def _told(meta: Mapping[str, Any]) -> str:
    forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    proxies = min(settings.NUM_PROXIES, len(forwarded))
    if proxies and forwarded[-proxies].strip():
        return forwarded[-proxies]
    return str(meta.get("REMOTE_ADDR", ""))
