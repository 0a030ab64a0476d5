"""The pages of one engagement's report."""

from django.urls import path

from . import views

app_name = "report"
urlpatterns = [
    path("", views.home, name="home"),
    path("make/", views.make, name="make"),
    path("page/", views.page, name="page"),
    path("pictures/<slug:name>.svg", views.picture, name="picture"),
    path("<int:report_id>/download/", views.download, name="download"),
]
