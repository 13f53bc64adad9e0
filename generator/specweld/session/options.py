"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

from specweld.config import MergePolicy

allowed_hosts = click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="HOST",
    help="Follow redirects and links of an index to this host, too; may be repeated.",
)
api = click.option(
    "--api",
    default="",
    metavar="NAME",
    help="Take the pages of this API only, where a site has several.",
)
check = click.option(
    "--check", is_flag=True, help="Write nothing; print a diff if stale."
)
config_file = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Use this file instead of the nearest specweld.toml.",
)
conflicts = click.option(
    "--conflicts",
    type=click.Choice([each.value for each in MergePolicy]),
    default=MergePolicy.ERROR.value,
    help="What to do when two inputs describe one schema differently.",
)
external_refs = click.option(
    "--external-refs",
    is_flag=True,
    help="Follow references to URLs and to files outside of the given folders.",
)
force = click.option("--force", is_flag=True, help="Overwrite files edited by hand.")
inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
keep_going = click.option(
    "--keep-going", is_flag=True, help="Generate the rest although a page is broken."
)
overlays = click.option(
    "--overlay",
    "overlays",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="OpenAPI Overlay to apply; may be repeated.",
)
strict = click.option(
    "--strict", is_flag=True, help="Take the validator's findings as errors."
)
