"""What every page sees of the site: it follows from the settings alone."""

from __future__ import annotations

from briefgen.config import Config
from briefgen.pages import urls
from briefgen.pages.formats import formats
from briefgen.pages.views import Link, SiteView
from briefgen.policy import default_policy


def site_view(config: Config) -> SiteView:
    """What every page sees of the site."""
    base = urls.base_path(config)
    optional: dict[str, bool] = {k: getattr(config.outputs, k) for k in ("stories", "next", "corrections", "search")}
    optional["feeds"] = config.outputs.feeds_page
    policy = config.content_security_policy
    logo = config.logo
    return SiteView(
        title=config.title,
        description=config.description,
        url=config.url,
        base=base,
        language=config.language,
        publisher=config.publisher or config.title,
        nav=tuple(Link(n.title, base + n.url[1:] if n.url.startswith("/") else n.url) for n in config.nav),
        has=("topics", "actors", *(k for k, on in optional.items() if on)),
        logo=f"{urls.origin(config.url)}{base}{logo[1:]}" if logo.startswith("/") else logo,
        policy=default_policy(config.remote_pictures) if policy is None else policy,
        json_ld=config.outputs.json_ld,
        remote_pictures=config.remote_pictures,
        full_text=config.outputs.texts,
        extra=config.extra,
        **{format_.field: f"{base}{format_.file}" for format_ in formats(config, "site")},
    )
