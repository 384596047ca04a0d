"""What a workspace is set up with: people, teams, roles, keys, pipelines, fields, objects."""
