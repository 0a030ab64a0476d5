"""Static files as they are served: compressed, and named by a hash of their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Our scripts import each other by hashed names; a map of the names in a page would be inline script.

    Django's ``support_js_module_import_aggregation`` does so for the scripts of libraries too, some of which name files
    that they do not bring.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("maturity/*.js", ((r'(?P<matched>from "(?P<url>\./\w+\.js)")', 'from "%(url)s"'),)),
    )
