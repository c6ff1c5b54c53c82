"""What the Nu HTML checker says of our policy, and is mistaken in."""

from __future__ import annotations

#: Options for the checker. It reads pages as files, and files have no origin, so that "'self'" is nowhere for it; and it takes
#: JSON-LD for a script, which a browser does not (HTML, "prepare the script element": a data block is left before any policy is
#: asked). What browsers say of the policy, `test_browser.py` records; that no other script is there, `test_policy.py`.
NU_OPTIONS = (
    "--filterpattern",
    r"(?:Inline script|Resource) violates Content Security Policy .*(?:“script-src”|(?:external stylesheet|image) “/(?!/)).*",
)
