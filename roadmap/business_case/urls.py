"""The pages of one engagement's business case."""

from django.urls import path

from . import views

app_name = "business_case"
urlpatterns = [
    path("", views.home, name="home"),
    path("quarters/", views.quarters, name="quarters"),
    path("work-out/", views.work_out, name="work_out"),
    path("plots/<int:case_id>/<slug:name>/<slug:mode>.svg", views.plot, name="plot"),
    path("terms/", views.terms, name="terms"),
    path("drivers/<slug:slug>/", views.driver_base, name="driver_base"),
    path("do-nothing/", views.do_nothing, name="do_nothing"),
    path("assumptions/add/", views.add_assumption, name="add_assumption"),
    path("assumptions/<int:assumption_id>/", views.assumption, name="assumption"),
    path("assumptions/<int:assumption_id>/delete/", views.delete_assumption, name="delete_assumption"),
    path("figures/<slug:key>/take-over/", views.take_over, name="take_over"),
]
