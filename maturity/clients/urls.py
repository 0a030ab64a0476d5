"""The overview of one engagement."""

from django.urls import path

from . import views

app_name = "clients"
urlpatterns = [path("", views.overview, name="home")]
