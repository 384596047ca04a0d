"""The sales objects' tables."""

from crm_core.sales.models.accounts import Account, AccountTeamShare, AccountUserShare
from crm_core.sales.models.contacts import (
    AccountContact,
    Contact,
    ContactTeamShare,
    ContactUserShare,
)
from crm_core.sales.models.leads import Lead, LeadTeamShare, LeadUserShare
from crm_core.sales.models.opportunities import (
    ContactRole,
    LineItem,
    Opportunity,
    OpportunityTeamShare,
    OpportunityUserShare,
    StageChange,
)
from crm_core.sales.models.pipelines import Pipeline, Stage
from crm_core.sales.models.products import Product

__all__ = [
    "Account",
    "AccountContact",
    "AccountTeamShare",
    "AccountUserShare",
    "Contact",
    "ContactRole",
    "ContactTeamShare",
    "ContactUserShare",
    "Lead",
    "LeadTeamShare",
    "LeadUserShare",
    "LineItem",
    "Opportunity",
    "OpportunityTeamShare",
    "OpportunityUserShare",
    "Pipeline",
    "Product",
    "Stage",
    "StageChange",
]
