"""The address of this house as a phone elsewhere reaches it: what is printed on paper."""

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, has_request_context, request


def public_url(path: str) -> str:
    """The whole address of a page. TRAIT_URL says it; else the one this request came by; else this machine's own."""
    base = current_app.config["PUBLIC_URL"]
    if not base:
        base = request.host_url if has_request_context() else f"http://localhost:{os.environ.get('PORT', '8000')}"
    return base.rstrip("/") + path


def is_only_here(url: str) -> bool:
    """True for an address that opens on this very machine and on no phone."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
