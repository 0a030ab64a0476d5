"""The pages of one engagement's framework chapter."""

from django.urls import path

from . import views

app_name = "framework"
urlpatterns = [path("", views.home, name="home")]
