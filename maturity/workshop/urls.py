"""The pages of one engagement's workshop chapter."""

from django.urls import path

from . import views

app_name = "workshop"
urlpatterns = [path("", views.home, name="home")]
