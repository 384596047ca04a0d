"""All addresses of version 1. Custom objects come last: a resource of ours keeps its name."""

from api.v1.insight.urls import urlpatterns as insight
from api.v1.records.urls import built_in, custom, single_files
from api.v1.sales.urls import urlpatterns as sales
from api.v1.settings.urls import urlpatterns as settings
from api.v1.start.urls import urlpatterns as start
from api.v1.transfer.urls import urlpatterns as transfer
from api.v1.workspace.urls import urlpatterns as workspace

urlpatterns = [
    *workspace,
    *insight,
    *start,
    *sales,
    *settings,
    *transfer,
    *single_files,
    *built_in,
    *custom,
]
