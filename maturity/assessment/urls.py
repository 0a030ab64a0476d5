"""The pages of one engagement's assessment chapter."""

from django.urls import path

from . import views

app_name = "assessment"
urlpatterns = [path("", views.home, name="home")]
