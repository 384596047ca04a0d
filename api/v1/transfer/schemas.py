"""Imports: what a file holds, how the import goes, what it did."""

from api.openapi import shapes

_FILE = {"type": "string", "format": "binary", "description": "A CSV or XLSX file."}
PREVIEW_FORM = shapes.body(
    "ImportPreviewForm",
    {
        "file": _FILE,
        "object": shapes.text("Into which object; suggested when left out."),
        "options": shapes.text("JSON, as for the import: `encoding`, `delimiter`, `sheet`."),
    },
    required=["file"],
)
PREVIEW = shapes.record(
    "ImportPreview",
    {
        "file_name": shapes.text(),
        "format": shapes.text("csv or xlsx"),
        "encoding": shapes.nullable(shapes.text()),
        "delimiter": shapes.nullable(shapes.text()),
        "sheet": shapes.nullable(shapes.text("The sheet of the workbook that is read.")),
        "sheets": shapes.array(shapes.text(), "The visible sheets of a workbook."),
        "rows": shapes.integer(),
        "columns": shapes.array(
            shapes.answer(
                "ImportColumn",
                {
                    "name": shapes.text(),
                    "samples": shapes.array(shapes.text()),
                    "suggested": {"description": "The field path or paths that it seems to mean."},
                    "only_read": shapes.nullable(
                        shapes.text(
                            "The label of the field that it seems to mean and you only read."
                        )
                    ),
                },
            )
        ),
        "object": shapes.nullable(shapes.text("What the rows seem to be.")),
        "objects": shapes.array(shapes.text(), "What you may import into."),
        "notices": shapes.array({"type": "object"}),
    },
    required=["file_name", "rows", "columns", "object"],
)
IMPORT_FORM = shapes.body(
    "ImportForm",
    {
        "file": _FILE,
        "object": shapes.text("Into which object, such as `contacts`."),
        "mapping": shapes.text("JSON: column → field path; the suggested one when left out."),
        "options": shapes.text(
            "JSON: `dry_run`, `dedupe`, `create_missing`, `currency`, `date_format`, `decimal`, …"
        ),
    },
    required=["file", "object"],
)
_COUNTS = shapes.record(
    "ImportCounts",
    {name: shapes.integer() for name in ("created", "updated", "unchanged", "skipped", "failed")},
)
_NOTICE = shapes.record(
    "ImportNotice",
    {
        "code": shapes.text(),
        "column": shapes.nullable(shapes.text()),
        "message": shapes.text("What was done, for people."),
        "count": shapes.integer("Of rows."),
        "examples": {"type": "array", "items": {}},
    },
    required=["code", "message"],
)
_ERROR = shapes.record(
    "ImportError",
    {
        "row": shapes.nullable(shapes.integer("As a spreadsheet numbers it.")),
        "column": shapes.nullable(shapes.text()),
        "value": {"description": "What stood there."},
        "reason": shapes.text(),
    },
    required=["row", "reason"],
)
_SUMMARY = {
    "id": shapes.uuid(),
    "object": shapes.text(),
    "file_name": shapes.text(),
    "state": shapes.choice("queued", "running", "done", "failed", "cancelled"),
    "phase": shapes.text(),
    "dry_run": shapes.boolean(),
    "undone": shapes.boolean(),
    "job": shapes.nullable(shapes.uuid()),
    "progress": shapes.answer(
        "ImportProgress", {"done": shapes.integer(), "total": shapes.integer()}
    ),
    "counts": _COUNTS,
    "rows": shapes.integer(),
    "error": shapes.text("Why it could not go on."),
    "error_count": shapes.integer(),
    "created_at": shapes.moment(),
    "finished_at": shapes.nullable(shapes.moment()),
    "created_by": shapes.nullable(shapes.REFERENCE),
}
_REQUIRED = ["id", "object", "file_name", "state", "progress", "counts"]
IMPORT = shapes.record(
    "Import",
    {
        **_SUMMARY,
        "mapping": {"type": "object"},
        "options": {"type": "object"},
        "notices": shapes.array(_NOTICE),
        "errors": shapes.array(_ERROR, "The first 100."),
        "error_file": shapes.nullable(shapes.text("Address of a CSV with all of them.")),
        "report_file": shapes.nullable(shapes.text("Address of a CSV with every notice.")),
    },
    required=_REQUIRED,
)
IMPORTS = shapes.listing(
    "ImportList", shapes.record("ImportSummary", _SUMMARY, required=_REQUIRED), paged=True
)
