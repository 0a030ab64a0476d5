"""The pages of one engagement's follow_up chapter."""

from django.urls import path

from . import views

app_name = "follow_up"
urlpatterns = [path("", views.home, name="home")]
