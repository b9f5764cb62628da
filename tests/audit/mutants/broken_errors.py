"""Mutants of rules on errors, logs, traces and metrics."""

from __future__ import annotations

from audit.mutants.cases import Delete, Edit, Mutant, Sub

ERRORS = "@core/errors.py"
SERVICE = "@features/labels/service.py"

MUTANTS = (
    Mutant(
        "ERR001",
        (
            Edit(
                ERRORS,
                "        request.state.error = error.__cause__\n    return error_response(request, error)\n",
                "        request.state.error = error.__cause__\n"
                "    return PlainTextResponse(error.message, status_code=error.status)\n",
            ),
            Edit(
                ERRORS,
                "responses import JSONResponse",
                "responses import JSONResponse, PlainTextResponse",
            ),
            Edit(
                ERRORS,
                "async def _answer_app_error(request: Request, error: AppError) -> JSONResponse:",
                "async def _answer_app_error(request: Request, error: AppError) -> PlainTextResponse:",
            ),
        ),
        at=(ERRORS, "app.exception_handler(AppError)"),
        breaks=("error_handling",),
    ),
    Mutant(
        "ERR002",
        (
            Edit(
                SERVICE,
                "from uuid import UUID\n",
                "from uuid import UUID\n\nfrom fastapi import HTTPException\n",
            ),
            Edit(
                SERVICE,
                "        label = await self._repository.get(label_id)\n"
                "        if label is None:\n"
                "            raise LabelNotFoundError(label_id)\n",
                "        label = await self._repository.get(label_id)\n"
                "        if label is None:\n"
                '            raise HTTPException(404, "No such label")\n',
            ),
        ),
        at=(SERVICE, "raise HTTPException(404"),
    ),
    Mutant(
        "ERR003",
        (Edit(ERRORS, "    app.exception_handler(AppError)(_answer_app_error)\n", ""),),
        at=(ERRORS, "class AppError("),
        breaks=("error_handling",),
    ),
    Mutant(
        "ERR004",
        (
            Edit(ERRORS, "    app.exception_handler(Exception)(_answer_unexpected)\n", ""),
            Edit("@middleware.py", "    app.add_middleware(UnhandledErrorMiddleware)\n", ""),
        ),
        at=("@main.py", "app = FastAPI("),
    ),
    Mutant(
        "ERR005",
        (
            Sub(ERRORS, r"^    details: list\[ErrorDetail\]\n", ""),
            Sub(ERRORS, r"^        details: Sequence\[ErrorDetail\] = \(\),\n", ""),
            Sub(ERRORS, r"^        self\.details = tuple\(details\)\n", ""),
            Sub(ERRORS, r"^    @classmethod\n    def on\((.|\n)*?details=details\)\n\n", ""),
            Sub(ERRORS, r", details=(list\(error\.details\)|details\b)", ""),
            Sub(ERRORS, r"^    details = \[_detail.*\n", ""),
            Sub("@core/health.py", r", details=\[detail\]", ""),
        ),
        at=(ERRORS, "class AppError("),
        alone=True,
    ),
    Mutant(
        "ERR006",
        (
            Edit(
                ERRORS,
                "    del error\n    return error_response(request, InternalError())\n",
                "    del request\n"
                '    return JSONResponse({"error": {"code": "internal", "message": str(error)}}, 500)\n',
            ),
        ),
        at=(ERRORS, '"message": str(error)'),
    ),
    Mutant(
        "GEN001",
        (
            Edit(
                "@features/uploads/sweep.py",
                "DEFAULT_AGE = timedelta(days=1)\n",
                "<<<<<<< HEAD\nDEFAULT_AGE = timedelta(days=1)\n=======\n"
                "DEFAULT_AGE = timedelta(days=7)\n>>>>>>> weekly\n",
            ),
        ),
        at=("@features/uploads/sweep.py", "<<<<<<< HEAD"),
    ),
    Mutant(
        "GEN002",
        (
            Edit(
                "src/app/core/purge.py",
                "BATCH = 500\n",
                "BATCH = 500  # fastscaffold: ignore[DB003]\n",
            ),
        ),
        at=("src/app/core/purge.py", "# fastscaffold: ignore[DB003]"),
    ),
    Mutant(
        "OBS001",
        (
            Edit(
                SERVICE,
                "        return await self._repository.add(Label(**payload.model_dump()))\n",
                '        print(f"new label {payload.name}")\n'
                "        return await self._repository.add(Label(**payload.model_dump()))\n",
            ),
        ),
        at=(SERVICE, "print(f"),
    ),
    Mutant(
        "OBS002",
        (
            Delete("@core/tracing.py"),
            Delete("@core/spans.py"),
            Delete("tests/integration/test_tracing.py"),
            Sub("pyproject.toml", r"^    \"opentelemetry.*\n", ""),
            Edit("@middleware.py", "from app.core.tracing import TraceContextMiddleware\n", ""),
            Edit("@middleware.py", "    app.add_middleware(TraceContextMiddleware)\n", ""),
            Edit("@resources.py", "from app.core.tracing import add_tracing\n", ""),
            Edit("@resources.py", "    add_tracing(app, settings)\n", ""),
        ),
        at=("@main.py", "app = FastAPI("),
        breaks=("observability",),
    ),
    Mutant(
        "OBS003",
        (
            Delete("@core/metrics.py"),
            Delete("tests/e2e/test_metrics.py"),
            Edit("pyproject.toml", '    "prometheus-client>=0.26.0",\n', ""),
            Edit("@main.py", "from app.core.metrics import router as metrics_router\n", ""),
            Edit("@main.py", "    app.include_router(metrics_router)\n", ""),
            Edit("@middleware.py", "from app.core.metrics import MetricsMiddleware\n", ""),
            Edit("@middleware.py", "    app.add_middleware(MetricsMiddleware)\n", ""),
        ),
        at=("@main.py", "app = FastAPI("),
    ),
    Mutant(
        "OBS004",
        (
            Edit(
                "@core/request_context.py",
                "            self._log(scope, status, duration)\n",
                "            del duration\n",
            ),
            Edit("@middleware.py", "    app.add_middleware(WebSocketLogMiddleware)\n", ""),
        ),
        at=("@main.py", "app = FastAPI("),
    ),
)
