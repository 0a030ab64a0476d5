"""A facilitator's library of frameworks: load a file, download one."""

from django.urls import path

from . import views

app_name = "library"
urlpatterns = [
    path("", views.library, name="home"),
    path("<int:framework_id>/file/", views.file, name="file"),
]
