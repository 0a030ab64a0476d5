"""The pages of one engagement's assessment."""

from django.urls import path

from . import views

app_name = "assessment"
urlpatterns = [
    path("", views.home, name="home"),
    path("targets/", views.targets, name="targets"),
    path("dimensions/<slug:key>/", views.dimension, name="dimension"),
]
