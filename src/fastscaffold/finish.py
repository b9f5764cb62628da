"""The second half of every command that writes: verify, show, ask, commit, and test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold import tasks
from fastscaffold.dirty import dirty_files, in_the_way, unkept, would_be_in_the_way
from fastscaffold.errors import ExitCode, Message, ProjectError, VerificationError
from fastscaffold.requests import Result, VerifyLevel
from fastscaffold.tree import ActionKind, DiskSink, NewProjectSink, Plan, refuse_changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastscaffold.generators.draft import Draft
    from fastscaffold.requests import Interaction, Options

_INSTALL = "make install"
_COMMIT = 'git add --all && git commit -m "Begin with what was generated"'


def finish(
    draft: Draft,
    options: Options,
    interaction: Interaction,
    *,
    new: bool = False,
    careful: bool = False,
) -> Result:
    """Carry a draft out, or only show it.

    Args:
        draft: what is to be done.
        options: the flags of every writing command.
        interaction: who is asked.
        new: the project's directory is made.
        careful: what people wrote is changed: what git does not keep only if somebody agrees.

    Raises:
        FastScaffoldError: nothing is changed, or everything is as it was before.
    """
    plan = _plan(draft)
    dirty = [] if new or options.allow_dirty else dirty_files(plan, draft.workspace)
    if draft.placement.issues:
        # Who mends these would otherwise be told of those in the next run.
        draft.placement.issues += [] if options.dry_run else in_the_way(dirty, plan.root)
        draft.placement.raise_issues()
    if not plan.changes:
        return _result(plan, options, status_changed=False)
    if dirty and not options.dry_run:
        raise ProjectError(*in_the_way(dirty, plan.root))
    if careful and not (options.agreed or options.allow_dirty or options.dry_run):
        _refuse_unkept(plan)
    plan = replace(plan, warnings=(*plan.warnings, *would_be_in_the_way(dirty, plan.root)))
    if options.verify is not VerifyLevel.NONE:
        _verify(draft, plan)
    if options.dry_run:
        return _result(plan, options)
    if not interaction.confirm(plan):
        notice = Message("declined", "Nothing was changed.")
        return replace(_result(plan, options, status_changed=False), notices=(notice,), next=())
    if new:
        NewProjectSink().commit(plan)
    else:
        DiskSink(_test_runner(draft, options)).commit(plan)
    return _result(plan, options)


def _refuse_unkept(plan: Plan) -> None:
    issues = unkept(plan)
    if issues:
        raise ProjectError(*issues)


def _plan(draft: Draft) -> Plan:
    placement = draft.placement
    kept = {action.path for action in placement.kept}
    actions = [
        action
        for action in placement.tree.actions()
        if not (action.path in kept and action.kind is ActionKind.IDENTICAL)
    ]
    return Plan(
        root=placement.tree.root,
        actions=(*actions, *placement.kept),
        reads=placement.tree.reads,
        warnings=(*draft.warnings, *placement.warnings),
        notices=tuple(draft.notices),
        next=draft.next,
    )


def _verify(draft: Draft, plan: Plan) -> None:
    from fastscaffold.verify import Context, verify_static  # noqa: PLC0415 # not always asked for

    package = draft.package
    issues = verify_static(
        Context(tree=draft.placement.tree, package=package, actions=plan.actions)
    )
    if issues:
        # What another run has written meanwhile is no fault of this one.
        refuse_changed(plan)
        raise VerificationError(*issues)


def _test_runner(draft: Draft, options: Options) -> Callable[[], None] | None:
    """What the sink calls once everything is in its place; what it raises undoes it all."""
    if options.verify is not VerifyLevel.TESTS or not draft.tests:
        return None
    from fastscaffold.verify import run_tests  # noqa: PLC0415 # not always asked for

    def run() -> None:
        issues = run_tests(draft.workspace.root, draft.tests)
        if issues:
            raise VerificationError(*issues)

    return run


def _result(plan: Plan, options: Options, *, status_changed: bool = True) -> Result:
    return Result(
        status="ok" if status_changed else "unchanged",
        plan=plan,
        dry_run=options.dry_run,
        exit_code=ExitCode.OK,
        warnings=plan.warnings,
        notices=plan.notices,
        next=plan.next if status_changed else (),
    )


def after_new(plan: Plan, *, git: bool, install: bool) -> tuple[list[Message], list[str]]:
    """Do what ``new`` does once the project is on disk.

    Returns:
        Warnings, since no failure is an error, and the commands that are left to the user.
    """
    warnings: list[Message] = []
    left = list(plan.next)
    if git and not tasks.git_init(plan.root):
        warnings.append(Message("new.git", "git could not be run, so there is no repository yet."))
    if install and tasks.run(["make", "install"], plan.root).ok:
        left.remove(_INSTALL)
    elif install:
        warnings.append(
            Message(
                "new.install",
                "The project's environment could not be made.",
                hint="Run `make install` in the project to see why.",
            )
        )
    # In a repository around it, this would commit what is none of the project's.
    if git and (plan.root / ".git").exists():
        left.append(_COMMIT)
    return warnings, left
