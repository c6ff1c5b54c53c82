"""What every page sees of the site: it follows from the settings alone."""

from __future__ import annotations

from briefgen.config import Config
from briefgen.pages import urls
from briefgen.pages.views import Link, SiteView


def site_view(config: Config) -> SiteView:
    """What every page sees of the site."""
    base = urls.base_path(config)
    optional = {k: getattr(config.outputs, k) for k in ("stories", "next", "corrections")}
    return SiteView(
        title=config.title,
        description=config.description,
        url=config.url,
        base=base,
        language=config.language,
        publisher=config.publisher or config.title,
        feed=f"{base}feed.xml" if config.outputs.feed else "",
        nav=tuple(Link(n.title, base + n.url[1:] if n.url.startswith("/") else n.url) for n in config.nav),
        has=("topics", "actors", *(k for k, on in optional.items() if on)),
        extra=config.extra,
    )
