"""What a browser gets that is not the API: the web app's page, its worker, the API's reference."""
