"""The pages of one engagement's channels chapter."""

from django.urls import path

from . import views

app_name = "channels"
urlpatterns = [path("", views.home, name="home")]
