"""The map of the site: what lies outside any engagement, then the chapters in the order of the story."""

from django.contrib import admin
from django.urls import include, path

from . import import_views, workbook_views

ENGAGEMENT = "engagements/<int:engagement_id>/"

urlpatterns = [
    path("", include("maturity.clients.site_urls")),
    path("accounts/", include("maturity.clients.account_urls")),
    path("admin/", admin.site.urls),
    path("join/", include("maturity.workshop.join_urls")),
    path("jobs/", include("maturity.jobs.urls")),
    path("frameworks/", include("maturity.framework.library_urls")),
    path("methods/", include("roadmap.handbook.urls")),
    path("import/", workbook_views.bring_in, name="import_workbook"),
    path("import/faulty/", workbook_views.give_back, name="faulty_workbook"),
    path("workbook/", workbook_views.blank, name="blank_workbook"),
    path(ENGAGEMENT, include("maturity.clients.urls")),
    path(ENGAGEMENT + "workbook/", workbook_views.take_out, name="export_workbook"),
    path(ENGAGEMENT + "imports/", import_views.imports, name="imports"),
    path(ENGAGEMENT + "imports/<int:pk>/undo/", import_views.undo, name="undo_import"),
    path(ENGAGEMENT + "imports/<int:pk>/remove/", import_views.remove_rows, name="remove_absent"),
    path(ENGAGEMENT + "framework/", include("maturity.framework.urls")),
    path(ENGAGEMENT + "workshop/", include("maturity.workshop.urls")),
    path(ENGAGEMENT + "assessment/", include("maturity.assessment.urls")),
    path(ENGAGEMENT + "journey/", include("maturity.journey.urls")),
    path(ENGAGEMENT + "channels/", include("maturity.channels.urls")),
    path(ENGAGEMENT + "initiatives/", include("roadmap.initiatives.urls")),
    path(ENGAGEMENT + "plan/", include("roadmap.plan.urls")),
    path(ENGAGEMENT + "business-case/", include("roadmap.business_case.urls")),
    path(ENGAGEMENT + "follow-up/", include("roadmap.follow_up.urls")),
    path(ENGAGEMENT + "report/", include("roadmap.report.urls")),
]
