"""From the language model to the files of a package, all of them in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Problems
from specweld.render.blacken import blackened, straightened
from specweld.render.client_view import client_view
from specweld.render.code import Code, Import, code
from specweld.render.colour import Colour
from specweld.render.constructor import environment_name
from specweld.render.definitions import Definition, definitions, spaced
from specweld.render.docstring import Docs, written
from specweld.render.environment import environment, fill
from specweld.render.far import far_models
from specweld.render.fault import (
    check_faults,
    check_versions,
    fault_place,
    report_fault,
)
from specweld.render.file import File
from specweld.render.guard import check_file
from specweld.render.imports import Imports, imports
from specweld.render.manifest import manifest_file
from specweld.render.package_views import (
    FolderView,
    environment_view,
    error_classes,
    error_tree,
    errors_view,
    index_view,
    root_index,
)
from specweld.render.page_view import page_classes, pages_view
from specweld.render.params_view import params_view
from specweld.render.places import Places, by_module, places
from specweld.render.readme_view import readme_view
from specweld.render.recall import view_digest
from specweld.render.reference import reference_view
from specweld.render.resource_view import resource_view
from specweld.render.scope import Scope
from specweld.render.security import usual_security
from specweld.render.sent_forms import sent_forms
from specweld.render.shares import Job, all_done
from specweld.render.snapshot import ATTRIBUTES, snapshot_file
from specweld.render.testing_view import testing_file, testing_view
from specweld.render.tree import resource_tree

if TYPE_CHECKING:
    from jinja2 import Environment

    from specweld.api.api import Api, Resource
    from specweld.api.models import Model
    from specweld.json_types import JsonObject
    from specweld.render.recall import Recall
    from specweld.spec.document import Document

_RUNTIME = Path(__file__).resolve().parent.parent / "runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsView:
    """`models.py`, or one module of `models/`."""

    docs: Docs
    imports: Imports
    roots: tuple[Code, ...]
    """One: how an import from here begins that starts at the package, `.` or `..`."""
    leading: tuple[Definition, ...]
    """None or one, which stands closer to the imports."""
    following: tuple[Definition, ...]


def render(
    api: Api,
    *,
    templates: Path | None = None,
    names: Mapping[str, str] | None = None,
    options: JsonObject | None = None,
    document: Document | None = None,
    cache: Path | None = None,
    recall: Recall | None = None,
    problems: Problems | None = None,
) -> tuple[File, ...]:
    """Render all files of the client package, checked and sorted by path.

    Args:
        api: What to render.
        templates: Folder whose templates replace built-in ones by name.
        names: Place in the document to public name, kept in the manifest for the next run.
        options: What one needs to know to read the package's surface again; kept as well.
        document: What the API was read from, kept beside the package for later comparisons.
        cache: Folder for what black made of custom templates' output; None to keep none.
        recall: What built-in templates made the last time; None to make everything anew.
        problems: Collects the faults of custom templates; None to have them raised.

    Raises:
        InputError: custom templates are at fault; `problems` says how.
        GuardError: a file holds a statement that we never write: a bug of ours.
        TemplateFaultError: a template prints text that no filter has seen, or is broken: likewise.
    """
    folder = templates if problems is not None else None
    writer = _Writer(
        environment(templates),
        api,
        folder,
        problems or Problems(),
        recall if templates is None else None,
    )
    if templates is not None:
        check_versions(templates, writer.problems)
        check_faults(writer.problems)
    jobs = list(writer.jobs())
    if document is not None:
        jobs.insert(0, partial(snapshot_file, document))
        jobs.append(lambda: ATTRIBUTES)
    # A custom template reports its faults to this process, and may be any code.
    files = all_done(jobs, workers=1 if templates is not None else None)
    check_faults(writer.problems)
    if templates is not None:
        files = blackened(files, cache=cache)
    files += _runtime_files()
    files.sort(key=lambda each: each.path)
    manifest = manifest_file(files, api, names=names or {}, options=options or {})
    return (*files, manifest)


class _Writer:
    """Fills the templates."""

    def __init__(
        self,
        templates: Environment,
        api: Api,
        folder: Path | None,
        problems: Problems,
        recall: Recall | None,
    ) -> None:
        self.templates = templates
        self.folder = folder
        self.problems = problems
        self.recall = recall
        self.api = api
        self.places = places(api)
        is_package = self.places.is_package
        self.far = far_models(api.models if is_package else {})
        self.tree = resource_tree(api)
        self.scope = Scope(
            models=api.models,
            modules=self.places.modules,
            params=sent_forms(api),
            module="",
            security=usual_security(api),
            errors=error_classes(error_tree(runtime_file("errors.py").text)),
            model_names=frozenset(each.name for each in api.models.values()),
        )
        found = page_classes(api, self.tree, self.scope, is_package=is_package)
        self.scope = replace(self.scope, pages=found)

    def jobs(self) -> Iterator[Job]:
        """Yield a job for every file that depends on the API, those that take long before models."""
        yield self._errors_file
        yield self._index_file
        yield lambda: File(path="py.typed", text="")
        for colour in Colour:
            yield partial(self._client_file, colour)
        yield self._readme_file
        yield self._reference_file
        if environment_name(self.api):
            yield self._environment_file
        yield self._testing_file
        yield partial(testing_file, self.api)
        if self.scope.params:
            yield self._params_file
        if self.places.is_package:
            yield self._models_index
        modules = {each.module for each in self.scope.pages.values()}
        if modules and self.places.is_package:
            yield self._pages_folder
        for module in sorted(modules):
            yield partial(self._pages_file, module)
        yield self._folder_file
        for colour in Colour:
            for resource in self.api.resources[1:]:
                yield partial(self._resource_file, resource, colour)
        for module, models in by_module(self.api, self.places).items():
            yield partial(self._models_file, module, models)

    def write(self, path: str, template: str, **views: object) -> File:
        """Fill one template and check what came out, unless that was done with an equal view before."""
        if self.recall is None:
            return self._written(path, template, views)
        view = view_digest(template, views)
        text = self.recall.text(path, view)
        if text is None:
            text = self._written(path, template, views).text
        return File(path=path, text=text, view=view)

    def _written(self, path: str, template: str, views: Mapping[str, object]) -> File:
        """Fill one template and check what came out; a custom template's fault leaves it empty."""
        try:
            filled = fill(self.templates, template, views)
            file = File(path=path, text=filled.text)
            tree = check_file(file, filled)
        except Exception as error:  # whatever a template in somebody's folder can raise
            place = fault_place(self.templates, template, self.folder, error)
            if place is None:
                raise
            report_fault(self.problems, error, place)
            return File(path=path, text="")
        if tree is None:
            return file
        return File(path=path, text=straightened(file.text, tree))

    def _errors_file(self) -> File:
        tree = error_tree(runtime_file("errors.py").text)
        return self.write("errors.py", "errors.py", module=errors_view(tree))

    def _index_file(self) -> File:
        tree = error_tree(runtime_file("errors.py").text)
        index = root_index(self.api, (name for _depth, name, _doc in tree))
        return self.write("__init__.py", "__init__.py", index=index)

    def _client_file(self, colour: Colour) -> File:
        view = client_view(self.api, self.tree, colour, self.scope)
        return self.write(view.path, "client.py", client=view, members=view.members)

    def _readme_file(self) -> File:
        return self.write("README.md", "README.md", readme=readme_view(self.api))

    def _reference_file(self) -> File:
        reference = reference_view(self.api, self.scope)
        return self.write("api.md", "api.md", reference=reference)

    def _environment_file(self) -> File:
        servers = environment_view(self.api)
        return self.write("environment.py", "environment.py", module=servers)

    def _testing_file(self) -> File:
        return self.write("testing.py", "testing.py", module=testing_view(self.api))

    def _params_file(self) -> File:
        return self.write("params.py", "params.py", module=params_view(self.scope))

    def _pages_file(self, module: str) -> File:
        view = pages_view(self.api, module, self.scope)
        path = f"{module[1:].replace('.', '/')}.py"
        return self.write(path, "pages.py", module=view)

    def _pages_folder(self) -> File:
        index = FolderView(docs=written("The pages of lists, by resource."))
        return self.write("pages/__init__.py", "folder", folder=index)

    def _folder_file(self) -> File:
        index = FolderView(docs=written("The resources of the synchronous client."))
        path = f"{Colour.SYNC.folder}/__init__.py"
        return self.write(path, "folder", folder=index)

    def _resource_file(self, resource: Resource, colour: Colour) -> File:
        view = resource_view(resource, self.tree, colour, self.scope)
        return self.write(view.path, "resource", resource=view, members=view.members)

    def _models_file(self, module: str, models: Sequence[Model]) -> File:
        defined = definitions(models, self.scope.entering(module, far=self.far))
        needed = frozenset[Import]().union(*(each.imports for each in defined))
        leading, following = spaced(defined)
        view = ModelsView(
            docs=_models_docs(self.places, module),
            imports=imports(module, needed),
            roots=(code("." * module.count(".")),),
            leading=leading,
            following=following,
        )
        path = f"{module[1:].replace('.', '/')}.py"
        return self.write(path, "models.py", module=view)

    def _models_index(self) -> File:
        places = {
            model.name: self.places.modules[model.id].removeprefix(".models")
            for model in self.api.models.values()
        }
        docs = written("The models of the API, each imported when first used.")
        index = index_view(docs, places, package=".models.__init__")
        return self.write("models/__init__.py", "__init__.py", index=index)


def runtime_file(name: str) -> File:
    """Read a file of the runtime, which goes into every package as it is."""
    text = (_RUNTIME / name).read_text(encoding="utf-8")
    return File(path=f"_core/{name}", text=text)


def _runtime_files() -> list[File]:
    return [runtime_file(path.name) for path in sorted(_RUNTIME.glob("*.py"))]


def _models_docs(found: Places, module: str) -> Docs:
    if not found.is_package:
        return written("The models of the API.")
    return written(f"Models: `{module.rpartition('.')[2]}`.")
