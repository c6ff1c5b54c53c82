"""Brief pages, a paginated home, topics (as tags), actors (as authors), one Atom feed, a sitemap; nothing else."""

SITENAME = "The Daily Bench"
SITEURL = "https://bench.example"
AUTHOR = SITENAME
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_DIR = "."
ARTICLE_PATHS = [""]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
PLUGINS: list[str] = []
CACHE_CONTENT = LOAD_CONTENT_CACHE = False

ARTICLE_URL = "briefs/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
AUTHOR_URL = "actors/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
CATEGORY_SAVE_AS = DRAFT_SAVE_AS = ""

DIRECT_TEMPLATES = ["index", "tags", "authors", "sitemap"]
PAGINATED_TEMPLATES = {"index": 20}
PAGINATION_PATTERNS = (
    (1, "/", "index.html"),
    (2, "/page/{number}/", "page/{number}/index.html"),
)
INDEX_SAVE_AS = "index.html"
TAGS_SAVE_AS = "topics/index.html"
AUTHORS_SAVE_AS = "actors/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"

FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
RSS_FEED_SUMMARY_ONLY = False
