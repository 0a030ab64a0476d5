"""The handbook: all methods, and a page for each."""

from django.urls import path

from . import views

app_name = "handbook"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:key>/", views.method, name="method"),
]
