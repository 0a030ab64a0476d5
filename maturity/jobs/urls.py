"""Long work: how far it is."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:job_id>/", views.progress, name="job"),
    path("<int:job_id>/cancel/", views.cancel, name="cancel_job"),
    path("<int:job_id>/stop/", views.stop, name="stop_job"),
]
