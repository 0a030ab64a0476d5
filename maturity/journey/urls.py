"""The pages of one engagement's journey chapter."""

from django.urls import path

from . import views

app_name = "journey"
urlpatterns = [path("", views.home, name="home")]
