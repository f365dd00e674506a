"""Only http, https and mailto get out."""

from __future__ import annotations

import pytest

from unchaff.render.addresses import safe_address

BASE = "https://example.org/a/b.html?c"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("http://x.org/", "http://x.org/"),
        ("/d", "https://example.org/d"),
        ("e?f#g", "https://example.org/a/e?f#g"),
        ("#g", "https://example.org/a/b.html?c#g"),
        ("//cdn.example/p.png", "https://cdn.example/p.png"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("  /with space ", "https://example.org/with%20space"),
        ('/q"><script>', "https://example.org/q%22%3E%3Cscript%3E"),
        ("/字", "https://example.org/字"),
        ("HTTPS://X.org/Y", "https://X.org/Y"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        (" \t javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("tel:+49", ""),
        ("http://[", ""),
        ("http://[::1]/x[1]", "http://[::1]/x[1]"),
        ("//[", ""),
        ("https://", ""),
        ("http://?utm=1", ""),
    ],
)
def test_safe_address(target: str, address: str) -> None:
    assert safe_address(target, BASE) == address


@pytest.mark.parametrize("base", [None, "", "javascript:x", "data:text/html,x", "nowhere"])
def test_without_a_base_relative_addresses_stay(base: str | None) -> None:
    assert safe_address("x/y", base) == "x/y"
    assert safe_address("javascript:x", base) == ""
