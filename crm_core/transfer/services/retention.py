"""What is kept of old imports: the report's numbers and notices, not the rows of the file."""

from datetime import datetime

from crm_core.transfer.models import Import, ImportLink, ImportRow


def forget_rows(before: datetime) -> int:
    """Delete the staged rows of imports that are older; how many imports lost theirs."""
    old = Import.objects.filter(created_at__lt=before, rows__isnull=False).distinct()
    ids = list(old.values_list("id", flat=True))
    ImportRow.objects.filter(file__in=ids).delete()
    ImportLink.objects.filter(file__in=ids).delete()
    return len(ids)
