"""Which URLs may stand in what we write: http, https and mailto, absolute, without signs that end an attribute."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

_SAFE = frozenset({"http", "https", "mailto"})
_STRIPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")  # browsers skip some of these, even inside the scheme
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_NOWHERE = re.compile(r"https?:/*(?:[?#]|$)", re.IGNORECASE)  # no host
_UNFIT = re.compile(r"[\s\x00-\x20\x7f<>\"'`\\^{}|]")


def safe_address(target: str, base: str | None) -> str:
    """`target` as it may be written into a document, seen from the page at `base`; "" if it may not."""
    address = _STRIPPED.sub(lambda found: "%20" if found[0] == " " else "", target.strip())
    if "[" in address and not _has_parts(address):
        return ""
    if base and not address.startswith(("http://", "https://")):
        address = _joined(base, address)
    scheme = _SCHEME.match(address)
    if scheme and (scheme[1].lower() not in _SAFE or _NOWHERE.match(address)):
        return ""
    return _UNFIT.sub(lambda sign: quote(sign[0]), address)


def _has_parts(address: str) -> bool:
    """Whether an address can be taken apart; "http://[" has a host that none can have."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _joined(base: str, address: str) -> str:
    """`address` seen from `base`; "" if the two do not go together."""
    try:
        return urljoin(base, address) if urlsplit(base).scheme in _SAFE else address
    except ValueError:  # "http://[": an address no host can have
        return ""
