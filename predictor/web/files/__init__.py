"""Files of applications: uploaded, looked over, scored and downloaded."""
