"""The pages of one engagement's initiatives chapter."""

from django.urls import path

from . import views

app_name = "initiatives"
urlpatterns = [path("", views.home, name="home")]
