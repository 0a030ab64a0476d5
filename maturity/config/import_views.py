"""What was imported into an engagement: taken back, and what the file lacked, removed on request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.http import Request

from .workbook_absent import absent_of, remove_absent
from .workbook_undo import latest_of, undo_import, undoable_of

LISTED = 20


@require_safe
def imports(request: Request, engagement_id: int) -> HttpResponse:
    """The latest imports, and what the last file lacked."""
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    found = list(engagement.imports.select_related("by").defer("written", "absent")[:LISTED])
    latest = latest_of(engagement)
    absent = absent_of(latest) if latest is not None else []
    removable = sum(len(each.removable) for each in absent)
    context = {
        "imports": found,
        "idle": set(engagement.imports.filter(written={}).values_list("pk", flat=True)),
        "undoable": undoable_of(engagement),
        "latest": latest,
        "absent": absent,
        "removable": removable,
        "some_stay": any(each.kept for each in absent),
    }
    return render(request, "clients/imports.html", context)


@require_POST
def undo(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Take the latest import back."""
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    imported = one(engagement.imports.all(), pk=pk)
    left = undo_import(imported=imported, by=request.user)
    messages.success(request, _("The import of %(file)s is undone.") % {"file": imported.name})
    return redirect("imports", engagement_id) if left is not None else redirect("home")


@require_POST
def remove_rows(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Remove what the last file lacked, where nothing hangs on it."""
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    count = remove_absent(imported=one(engagement.imports.all(), pk=pk), by=request.user)
    words = ngettext("%(count)d row is removed.", "%(count)d rows are removed.", count)
    messages.success(request, words % {"count": count})
    return redirect("imports", engagement_id)
