"""The pages of one engagement's report chapter."""

from django.urls import path

from . import views

app_name = "report"
urlpatterns = [path("", views.home, name="home")]
