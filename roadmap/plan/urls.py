"""The pages of one engagement's plan chapter."""

from django.urls import path

from . import views

app_name = "plan"
urlpatterns = [path("", views.home, name="home")]
