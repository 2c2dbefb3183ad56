"""A language model at work: the only home of langchain and openai. Nothing here is imported where no model is set."""
