"""From a request to its tokens: vocabulary, chat templates, images, and estimates where no tokenizer is at hand."""
