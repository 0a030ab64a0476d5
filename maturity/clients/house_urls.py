"""The pages outside any engagement: home."""

from django.urls import path

from . import views

urlpatterns = [path("", views.home, name="home")]
