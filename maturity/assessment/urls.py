"""The pages of one engagement's assessment."""

from django.urls import path

from .views import home

app_name = "assessment"
urlpatterns = [
    path("", home.home, name="home"),
    path("targets/", home.targets, name="targets"),
    path("dimensions/<slug:key>/", home.dimension, name="dimension"),
]
