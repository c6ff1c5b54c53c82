"""The Content Security Policy that pages carry (W3C CSP Level 3): what a browser may load and run for them."""

from __future__ import annotations

import re

from briefgen.text.keys import nearest

#: The directives that mean something in `<meta http-equiv>`.
DIRECTIVES = frozenset(
    "base-uri child-src connect-src default-src fenced-frame-src font-src form-action frame-src img-src manifest-src "  # noqa: SIM905
    "media-src object-src require-trusted-types-for script-src script-src-attr script-src-elem style-src style-src-attr "
    "style-src-elem trusted-types upgrade-insecure-requests worker-src".split()
)
#: Those that browsers heed in an HTTP header only (CSP 3, section 3.3).
HEADER_ONLY = frozenset({"frame-ancestors", "report-to", "report-uri", "sandbox"})
_KEYWORDS = frozenset(
    "none self unsafe-inline unsafe-eval unsafe-hashes strict-dynamic report-sample wasm-unsafe-eval".split()  # noqa: SIM905
)
_is_printable = re.compile("[ -~]*").fullmatch


def default_policy(remote_pictures: bool = False) -> str:
    """Our own policy: scripts, styles and all else from the site itself, pictures from elsewhere only if asked for."""
    pictures = " https:" if remote_pictures else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{pictures}; media-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
    )


def policy_fault(policy: str) -> tuple[str, str]:
    """What is wrong with a policy, and a hint; two empty texts if nothing is."""
    if not _is_printable(policy):
        return "it has characters that no policy may have", "Use plain letters, digits and straight quotes (')"
    seen: set[str] = set()
    for part in filter(None, map(str.split, policy.split(";"))):
        name, sources = part[0].lower(), part[1:]
        if name in HEADER_ONLY:
            return (
                f"{name} counts only in a header that the server sends",
                "Take it out; docs/publishing.md has the headers",
            )
        if name not in DIRECTIVES:
            close = nearest(name, sorted(DIRECTIVES), 0.7)
            return (
                f"there is no directive “{name}”",
                f"Did you mean `{close}`?" if close else f"Write `{default_policy()}`",
            )
        if name in seen:
            return f"{name} is there twice, and only the first counts", "Put all its sources into one"
        seen.add(name)
        bare = next((source for source in sources if source.lower() in _KEYWORDS), "")
        if bare:
            return f"{bare} means the host of that name", f"Write '{bare}', with straight quotes round it"
    if not seen:
        return "there is no directive in it", f"Write `{default_policy()}`, or false for no policy"
    return "", ""
