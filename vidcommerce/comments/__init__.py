"""What shoppers say below a video, and who let it through."""
