"""The English that names of methods are read and made with: verbs, and words that say nothing."""

from __future__ import annotations

HTTP_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})

_TEXT = """
accept activate add append apply approve archive assign attach attest authorize batch bulk cancel
capture change check clear clone close commit complete confirm connect convert copy count create
deactivate decline decode decrease deliver deploy destroy detach disable disconnect dismiss download
edit enable encode execute expire export fail fetch finalize find follow fund generate grant import
increase increment ingest init install invite invoke issue join kick leave link list lock login
logout lookup mark merge migrate modify move mute open pause pin ping play preview process promote
publish purge query read rebuild reboot recreate recycle refresh refund regenerate register reject
release reload remove rename renew reopen replace replay report request resend reset resize resolve
restart restore resume retrieve retry return reverse revert revoke rollback rotate run save search
send set share ship show skip sort start stop submit subscribe suspend swap sync tag terminate test
toggle transfer trigger unarchive unassign unblock undo unfollow unlink unlock unpin unsubscribe
update upgrade upload upsert validate verify view void watch write
"""
VERBS = HTTP_VERBS | frozenset(_TEXT.split())
"""What an operationId may begin or end with, and the last segment of a path may do."""

ONLY_VERBS = frozenset("""
    activate add attach attest cancel clear confirm create deactivate delete detach disable
    disconnect enable generate modify publish register remove rename reset resolve restore resume
    retrieve revoke send set start stop submit unassign unlink unlock update validate verify
    """.split())  # noqa: SIM905 -- a paragraph of words is read faster than a column
"""Verbs that are not nouns as well: `verify_deposits` is done, `check_runs` is a thing."""

READ_LAST = frozenset(
    {
        *("contains", "content", "count", "download", "exists", "export", "find"),
        *("lookup", "me", "ping", "preview", "search", "validate", "verify"),
    }
)
"""What a GET may end with that is asked for by this very name."""

_GETTING = ("fetch", "find", "get", "read", "show")
SYNONYMS: dict[str, dict[str, str]] = {
    "get": dict.fromkeys(_GETTING, "get"),
    "list": {"find": "list", "get": "list", "read": "list"},
    "retrieve": dict.fromkeys(_GETTING, "retrieve"),
    "update": {"change": "update", "edit": "update", "modify": "update"},
    "delete": {"destroy": "delete"},
}
"""Verbs that say no more than a common one, by what the path says."""

ARTICLES = frozenset({"a", "an", "the"})
SILENT = frozenset(
    {
        *("api", "by", "endpoint", "for", "from", "handler", "id", "ids", "in"),
        *("method", "of", "s", "to"),
    }
)
"""Words of an operationId that say nothing when all others are in the path."""

QUANTITIES = frozenset({"all", "every", "many", "multiple", "paginated", "several"})
"""Words that say of a list that it is one."""

SINGLETONS = frozenset(
    {"details", "preferences", "settings", "statistics", "stats", "status"}
)
"""Plurals that are one thing."""

AUDIENCES = frozenset({"admin", "alpha", "beta", "experimental", "internal"})
"""What an operationId may say first of whom or what stage it is for."""

_PLURALS = frozenset({"children", "data", "media", "people"})


def singular(word: str) -> str:
    """Take the plural off: `companies`, `addresses`, `keys`."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_plural(name: str) -> bool:
    """Return whether the last word of a name in snake case means several."""
    last = name.rpartition("_")[2]
    return last not in SINGLETONS and (singular(last) != last or last in _PLURALS)
