"""Pictures: those of briefs and of their texts, where they lie, and which stands for a page where it is shared."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from briefgen.briefs.model import Brief, Image
from briefgen.config import Config
from briefgen.edition.flatten import blank_code
from briefgen.pages.book import Book
from briefgen.pages.views import BriefView, ImageView, ShareImage

#: Pixels of a social card, the size that Open Graph's readers ask for.
CARD_WIDTH, CARD_HEIGHT = 1200, 630

_TYPES = {"avif": "avif", "gif": "gif", "jpeg": "jpeg", "jpg": "jpeg", "png": "png", "svg": "svg+xml", "webp": "webp"}
# A picture in Markdown: its words, then an address, the label of one, or neither (CommonMark 0.31, section 6.4).
_PICTURE = re.compile(r"!\[([^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+)\](?:\([ \n]*+<?([^ \n()<>]++)|\[([^\[\]]*+)\])?")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]++)\]:[ \t]*+\n?[ \t]*+<?([^ \t\n<>]++)", re.MULTILINE)


def is_remote(address: str, config: Config) -> bool:
    """Whether an address is one of another site."""
    if not address.startswith(("http://", "https://", "//")):
        return False
    return urlsplit(address).netloc.lower() != urlsplit(config.url).netloc.lower() or not config.url


def may_load(address: str, config: Config) -> bool:
    """Whether a page may load a picture from there."""
    return not is_remote(address, config) or (config.remote_pictures and not address.startswith("http://"))


def remote_pictures(markdown: str, config: Config) -> tuple[str, ...]:
    """The addresses of other sites from which a text would load pictures, as written."""
    if "![" not in markdown or "//" not in markdown:
        return ()
    text = blank_code(markdown)
    defined: dict[str, str] = {}
    for label, address in _DEFINITION.findall(text):
        defined.setdefault(_label(label), address)
    found = (address or defined.get(_label(label or words), "") for words, address, label in _PICTURE.findall(text))
    return tuple(dict.fromkeys(address for address in found if is_remote(address, config)))


def image_view(book: Book, image: Image) -> ImageView | None:
    """A brief's own picture; None if its file is not there."""
    if "://" in image.path:
        elsewhere = not may_load(image.path, book.config)
        return ImageView(image.path, image.alt, image.credit, image.caption, elsewhere, media_type(image.path))
    if image.path not in book.edition.files:
        return None
    url = book.href(quoted(media_url(image.path)))
    return ImageView(url, image.alt, image.credit, image.caption, type=media_type(image.path))


def share_image(book: Book, brief: BriefView) -> ShareImage | None:
    """What stands for a brief where it is shared: its own picture, or its card. Those who fetch it need its whole address, so on a
    site whose own is not known there is none but a picture of another site."""
    image = brief.image
    if image:
        url = image.url if "://" in image.url else book.origin + image.url
        return ShareImage(url, image.alt, image.type) if "://" in url else None
    if not book.config.outputs.cards or not book.origin:
        return None
    url = book.absolute(card_url(book, brief.source))
    return ShareImage(url, brief.title, "image/png", CARD_WIDTH, CARD_HEIGHT)


def has_card(book: Book, brief: Brief) -> bool:
    """Whether a brief gets a card: it has no picture of its own."""
    image = brief.image
    return image is None or not ("://" in image.path or image.path in book.edition.files)


def card_url(book: Book, path: str) -> str:
    """Where the card of a brief is, a path on the site."""
    return f"{book.brief_url(path)}card.png"


def media_type(path: str) -> str:
    """The media type of a picture, by the end of the path in its address; empty for one that is not known."""
    kind = _TYPES.get(urlsplit(path).path.rpartition(".")[2].lower(), "")
    return f"image/{kind}" if kind else ""


def media_url(path: str) -> str:
    """Where the copy of a file below `briefs/` lies on the site. Its name may have any signs: a link needs it `quoted`."""
    return f"/media/{path}"


def quoted(url: str) -> str:
    """A path on the site as the path of a URL (RFC 3986, section 3.3): no space, no "#" or "?" that would end it."""
    return quote(url, safe="/-._~!$&+,;=:@", errors="surrogateescape")


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
