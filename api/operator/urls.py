"""Addresses of the operators' API, on the platform's own host alone."""

from django.urls import path

from api.operator import billing, lifecycle, operations, rollouts, support, views, watch

urlpatterns = [
    path("operator/tenants/<slug:slug>/support/", support.TenantSupport.as_view()),
    path(
        "operator/tenants/<slug:slug>/support/<uuid:session_id>/end/",
        support.TenantSupportEnd.as_view(),
    ),
    path("operator/overview/", watch.Overview.as_view()),
    path("operator/health/", watch.Health.as_view()),
    path("operator/queues/", watch.Queues.as_view()),
    path("operator/statements/", watch.Statements.as_view()),
    path("operator/dead-letters/", watch.DeadLetters.as_view()),
    path("operator/dead-letters/<uuid:letter_id>/settle/", watch.DeadLetterSettle.as_view()),
    path("operator/dead-letters/<uuid:letter_id>/resend/", watch.DeadLetterResend.as_view()),
    path("operator/tenants/<slug:slug>/watch/", watch.TenantWatch.as_view()),
    path("operator/tenants/<slug:slug>/jobs/<uuid:job_id>/retry/", watch.TenantJobRetry.as_view()),
    path("operator/tenants/", views.TenantCollection.as_view()),
    path("operator/tenant-choices/", views.TenantChoices.as_view()),
    path("operator/tenant-addresses/", views.TenantAddress.as_view()),
    path("operator/tenants/<slug:slug>/", views.TenantDetail.as_view()),
    path("operator/tenants/<slug:slug>/billing/", billing.TenantBilling.as_view()),
    path("operator/tenants/<slug:slug>/billing/reconcile/", billing.TenantReconcile.as_view()),
    path(
        "operator/tenants/<slug:slug>/billing/events/<str:event>/replay/",
        billing.EventReplay.as_view(),
    ),
    path("operator/tenants/<slug:slug>/suspend/", lifecycle.TenantSuspend.as_view()),
    path("operator/tenants/<slug:slug>/lock/", lifecycle.TenantLock.as_view()),
    path("operator/tenants/<slug:slug>/resume/", lifecycle.TenantResume.as_view()),
    path("operator/tenants/<slug:slug>/close/", lifecycle.TenantClose.as_view()),
    path("operator/tenants/<slug:slug>/reopen/", lifecycle.TenantReopen.as_view()),
    path("operator/tenants/<slug:slug>/erase/", operations.TenantErase.as_view()),
    path("operator/tenants/<slug:slug>/export/", operations.TenantExport.as_view()),
    path("operator/tenants/<slug:slug>/clone/", operations.TenantClone.as_view()),
    path("operator/tenants/<slug:slug>/replace/", operations.TenantReplace.as_view()),
    path("operator/tenants/<slug:slug>/replace/confirm/", operations.TenantConfirm.as_view()),
    path("operator/tenants/<slug:slug>/replace/undo/", operations.TenantTakeBack.as_view()),
    path("operator/operations/", operations.OperationCollection.as_view()),
    path("operator/operations/<uuid:operation_id>/", operations.OperationDetail.as_view()),
    path("operator/operations/<uuid:operation_id>/archive/", operations.ArchiveFile.as_view()),
    path("operator/operations/<uuid:operation_id>/restore/", operations.ArchiveRestore.as_view()),
    path("operator/rollouts/", rollouts.Rollouts.as_view()),
    path("operator/rollouts/<uuid:operation_id>/pause/", rollouts.RolloutPause.as_view()),
    path("operator/rollouts/<uuid:operation_id>/resume/", rollouts.RolloutResume.as_view()),
    path("operator/rollouts/<uuid:operation_id>/stop/", rollouts.RolloutStop.as_view()),
    path("operator/erasures/", lifecycle.ErasureCollection.as_view()),
    path("operator/erasures/<uuid:erasure_id>/", lifecycle.ErasureDetail.as_view()),
]
