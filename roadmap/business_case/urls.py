"""The pages of one engagement's business_case chapter."""

from django.urls import path

from . import views

app_name = "business_case"
urlpatterns = [path("", views.home, name="home")]
