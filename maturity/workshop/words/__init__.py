"""What the chapter's screens say of its results: functions from results to sentences in the active language."""
